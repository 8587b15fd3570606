package org.rustos.cli.validate;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.validate.KernelComparison;
import org.rustos.bench.validate.KernelRow;
import org.rustos.bench.validate.Remarks;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.SiliconFigures;
import org.rustos.bench.validate.Validation;
import org.rustos.bench.validate.Verdict;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.Terminal;
import org.rustos.core.cpu.CpuModel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Prints simulated against measured, row by row, and which rows the model was fitted to. */
@Command(
        name = "validate",
        description = {
            "Runs the microbenchmarks of a real core on its model and prints the error of each row;"
                    + " on a host with such a core, compute kernels on both, too.",
            "Exit code 76 if a fitted row is off by more than 15 percent, the rows that were never"
                    + " fitted by more than 20 in the median, one of them by more than 60 without a"
                    + " remark, or a kernel computes something wrong."
        },
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
    @Option(
            names = "--cpu",
            paramLabel = "ID|FILE",
            description = "Model; default ${DEFAULT-VALUE}.")
    private String cpu = "x86-zen3";

    @Option(
            names = "--rows",
            paramLabel = "TEXT",
            description = "Only rows and kernels whose name contains this; default all.")
    private String rows = "";

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Host threads; default ${DEFAULT-VALUE}.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--no-native", description = "Run no kernels on this host.")
    private boolean noNative;

    @Option(
            names = "--strict-native",
            description =
                    "Exit code 76 also if the kernels' median error is beyond 20 percent, or if"
                            + " they cannot run here. For a quiet host.")
    private boolean strictNative;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CpuModel model = CpuModelFinder.load(cpu);
        if (model == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--cpu " + cpu + ": no such model; see ./rustos list cpus");
        }
        SiliconFigures silicon = SiliconFigures.of(model.profile().id());
        if (silicon == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--cpu " + cpu + ": no silicon was measured for this model");
        }
        if (jobs < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--jobs " + jobs + ": must be at least 1");
        }
        if (noNative && strictNative) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--no-native and --strict-native exclude each other");
        }
        Findings found = find(model, silicon);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(FindingsJson.of(found));
        } else {
            boolean colours = Terminal.is(1) && System.getenv("NO_COLOR") == null;
            FindingsText.lines(found, colours).forEach(out::println);
        }
        out.flush();
        return (found.verdict().passed() ? ExitCode.OK : ExitCode.VERIFICATION).code();
    }

    private Findings find(CpuModel model, SiliconFigures silicon) throws InterruptedException {
        Validation validation = new Validation(model, silicon);
        List<String> names = chosen(validation.names());
        String skipped =
                noNative ? "--no-native" : KernelComparison.refusal(model.profile().document());
        List<String> kernelNames = skipped.isEmpty() ? chosen(KernelComparison.names()) : List.of();
        if (names.isEmpty() && chosen(KernelComparison.names()).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--rows " + rows + ": no row or kernel has this in its name");
        }
        List<KernelRow> kernels;
        List<Row> done;
        try (RowProgress progress =
                RowProgress.forStandardError(
                        names.size() + KernelComparison.STEPS * kernelNames.size())) {
            kernels = new KernelComparison(model).run(kernelNames, jobs, progress::finished);
            done = validation.run(names, jobs, progress::finished);
        }
        Remarks remarks = Remarks.of(model.profile().id());
        List<Verdict.Check> checks = new ArrayList<>(Verdict.ofRows(done, remarks, rows.isEmpty()));
        if (!kernels.isEmpty()) {
            checks.addAll(Verdict.ofKernels(kernels, strictNative));
        } else if (strictNative) {
            checks.add(new Verdict.Check("no kernel ran natively", false, true));
        }
        return new Findings(
                model.profile(),
                silicon.about(),
                done,
                remarks,
                kernels,
                skipped,
                new Verdict(checks));
    }

    private List<String> chosen(List<String> names) {
        return names.stream().filter(name -> name.contains(rows)).toList();
    }
}
