package org.rustos.cli.bench;

import org.rustos.bench.compare.Comparison;
import org.rustos.bench.report.TerminalReport;
import org.rustos.bench.result.ResultStore;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Tells whether a change made anything dearer: for pull requests and for CI. */
@Command(
        name = "compare",
        description = {
            "Compares two result folders row by row.",
            "Exit code 1 if any row of B is worse than in A by more than the threshold."
        },
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR_A", description = "Results before.")
    private Path before;

    @Parameters(index = "1", paramLabel = "DIR_B", description = "Results after.")
    private Path after;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "How much dearer a row may be; default ${DEFAULT-VALUE}.")
    private BigDecimal threshold = BigDecimal.ZERO;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (threshold.signum() < 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--threshold " + threshold + ": must not be negative");
        }
        Comparison comparison =
                Comparison.of(ResultStore.read(before), ResultStore.read(after), threshold);
        var print = spec.commandLine().getOut();
        print.print(TerminalReport.of(comparison));
        print.flush();
        return (comparison.worse() ? ExitCode.WORSE : ExitCode.OK).code();
    }
}
