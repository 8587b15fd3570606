package org.rustos.cli.validate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.SiliconFigures;
import org.rustos.bench.validate.Validation;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.cpu.CpuModel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Prints simulated against measured, row by row, and which rows the model was fitted to. */
@Command(
        name = "validate",
        description = {
            "Runs the microbenchmarks of a real core on its model and prints the error of each"
                    + " row.",
            "Exit code 76 if a fitted row is off by more than 15 percent."
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
            description = "Only rows whose name contains this; default all.")
    private String rows = "";

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Host threads; default ${DEFAULT-VALUE}.")
    private int jobs = Runtime.getRuntime().availableProcessors();

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
        Validation validation = new Validation(model, silicon);
        List<String> names =
                validation.names().stream().filter(name -> name.contains(rows)).toList();
        List<Row> done = validation.run(names, jobs, _ -> {});
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out, model, done);
        } else {
            print(out, model, silicon, done);
        }
        out.flush();
        return (Validation.passed(done) ? ExitCode.OK : ExitCode.VERIFICATION).code();
    }

    private static void print(
            PrintWriter out, CpuModel model, SiliconFigures silicon, List<Row> rows) {
        out.println(model.profile().id() + " against silicon: " + silicon.about());
        for (Row.Kind kind : Row.Kind.values()) {
            List<Row> of = rows.stream().filter(row -> row.kind() == kind).toList();
            if (of.isEmpty()) {
                continue;
            }
            out.println();
            out.printf(
                    Locale.ROOT,
                    "%-44s %12s %12s %9s%n",
                    title(kind),
                    "simulated",
                    "silicon",
                    "error");
            for (Row row : of) {
                if (row.failed()) {
                    out.printf(Locale.ROOT, "%-44s %s%n", row.name(), row.problem());
                } else {
                    out.printf(
                            Locale.ROOT,
                            "%-44s %12.2f %12.2f %+8.1f%%%n",
                            row.name(),
                            row.simulated(),
                            row.measured(),
                            row.error() * 100);
                }
            }
            out.printf(
                    Locale.ROOT,
                    "%-44s %35.1f%%%n",
                    "median absolute error",
                    Validation.medianError(rows, kind) * 100);
        }
    }

    private static String title(Row.Kind kind) {
        return switch (kind) {
            case FITTED -> "FITTED (must be within 15 %)";
            case SOURCE -> "SOURCE OF A FIGURE IN THE PROFILE";
            case FREE -> "NOT USED BY THE PROFILE";
            case NEVER_FITTED -> "NEVER TO BE FITTED";
        };
    }

    private static void printJson(PrintWriter out, CpuModel model, List<Row> rows) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("cpu", model.profile().id());
        root.put("profile", model.profile().hash());
        root.put("passed", Validation.passed(rows));
        ArrayNode list = root.putArray("rows");
        for (Row row : rows) {
            ObjectNode node = list.addObject();
            node.put("name", row.name());
            node.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
            node.put("measured", row.measured());
            if (row.failed()) {
                node.put("problem", row.problem());
            } else {
                node.put("simulated", row.simulated());
                node.put("error", row.error());
            }
        }
        out.println(root);
    }
}
