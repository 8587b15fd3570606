package org.rustos.cli.bench;

import org.rustos.bench.attack.Finding;
import org.rustos.bench.report.TerminalReport;
import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Progress;
import org.rustos.bench.run.Runners;
import org.rustos.bench.run.SuiteRunner;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.suite.SuiteException;
import org.rustos.bench.suite.Suites;
import org.rustos.bench.table.AttackFile;
import org.rustos.bench.table.SeedTable;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CpuCatalogue;
import org.rustos.cli.ExitCode;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.core.EmulatorVersion;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures a suite: the main job of the whole emulator. */
@Command(
        name = "bench",
        description = {
            "Runs a suite on simulated CPUs, prints what each mechanism costs and draws a page.",
            "Writes results.json (the same bytes every time), environment.json, report.html and"
                    + " recording/ for 'rustos replay DIR'.",
            "'bench seed-table' also runs the attacks and writes seed-table.html and .json.",
            "Exit code 76 if a row failed or did not verify its result."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SUITE|FILE",
            description = "quick, tiers, seed-table, or a suite file (JSON).")
    private String suiteName;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Result folder; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("out");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Worker processes; default: host cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--cpu",
            paramLabel = "ID|FILE",
            split = ",",
            description = "On these CPU models; one without rows gets those of the first.")
    private List<String> cpus = List.of();

    @Option(
            names = "--mechanism",
            paramLabel = "ID",
            split = ",",
            description = "Only these mechanisms.")
    private List<String> mechanisms = List.of();

    @Option(
            names = "--workload",
            paramLabel = "ID",
            split = ",",
            description = "Only these workloads.")
    private List<String> workloads = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "This seed instead of the suite's.")
    private Long seed;

    @Option(
            names = "--attacks",
            paramLabel = "FILE",
            description =
                    "seed-table: what './rustos attack --json' printed; without it they are run.")
    private Path attacks;

    @Option(names = "--json", description = "seed-table: print the table as one JSON object.")
    private boolean json;

    @Mixin private PluginOption plugins;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (jobs < 1) {
            throw CommandFailure.usage("--jobs " + jobs + ": needs at least 1");
        }
        boolean isTable = suiteName.equals(SeedTable.SUITE);
        if (!isTable && (json || attacks != null)) {
            throw CommandFailure.usage(
                    (json ? "--json" : "--attacks") + ": belongs to 'bench seed-table'");
        }
        List<Finding> findings = attacks == null ? null : AttackFile.read(attacks);
        List<Path> jars = plugins.load();
        ExperimentRunner runner =
                Runners.find()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "this build has no experiment runner"));
        Suite suite = Suites.load(suiteName, runner.catalogue());
        cpus.forEach(CpuCatalogue::load);
        Selection selection = new Selection(cpus, mechanisms, workloads, seed);
        Suite selected = selected(suite, selection);
        prepare();
        Progress progress = TerminalProgress.forStandardError();
        SuiteRunner suiteRunner = new SuiteRunner(runner.getClass(), jobs, progress, jars);
        var finished =
                suiteRunner.run(
                        selected,
                        EmulatorVersion.VERSION,
                        "./rustos bench "
                                + suite.source()
                                + selection.arguments()
                                + plugins.argument());
        if (isTable) {
            return new TableOutput(out, json, jobs, spec.commandLine().getOut())
                    .measure(suite, suiteRunner, finished.results(), findings)
                    .code();
        }
        Path page = new SuiteFolder(out).write(finished, suiteName, suite, selection, jars);
        PrintWriter print = spec.commandLine().getOut();
        print.print(TerminalReport.of(finished.results()));
        print.println("page: " + page);
        print.flush();
        return (finished.results().failures().isEmpty() ? ExitCode.OK : ExitCode.VERIFICATION)
                .code();
    }

    private static Suite selected(Suite suite, Selection selection) {
        try {
            return selection.of(suite);
        } catch (SuiteException e) {
            throw CommandFailure.usage(e.getMessage());
        }
    }

    /** Before the work, so that a folder that cannot be written costs no time. */
    private void prepare() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--out "
                            + out
                            + ": cannot be made a folder; name another ("
                            + e.getMessage()
                            + ")");
        }
        if (!Files.isWritable(out)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--out " + out + ": is not writable; name another folder");
        }
    }
}
