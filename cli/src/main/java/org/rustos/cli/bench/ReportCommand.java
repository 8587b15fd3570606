package org.rustos.cli.bench;

import org.rustos.bench.report.Report;
import org.rustos.bench.report.TerminalReport;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.result.ResultStore;
import org.rustos.bench.table.AttackFile;
import org.rustos.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Draws the page again from a result folder, for example after an update of the report. */
@Command(
        name = "report",
        description =
                "Renders report.html (and seed-table.html) again from the results of a folder.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A folder that bench wrote.")
    private Path folder;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultSet results = ResultStore.read(folder);
        Path attacks = folder.resolve(TableOutput.ATTACKS);
        if (Files.isRegularFile(attacks)) {
            TableOutput table = new TableOutput(folder, false, 1, spec.commandLine().getOut());
            return table.write(results, AttackFile.read(attacks), table.kept()).code();
        }
        Path page = Report.write(folder, results);
        var print = spec.commandLine().getOut();
        print.print(TerminalReport.of(results));
        print.println("page: " + page);
        print.flush();
        return ExitCode.OK.code();
    }
}
