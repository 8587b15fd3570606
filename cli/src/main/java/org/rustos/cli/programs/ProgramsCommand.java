package org.rustos.cli.programs;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What {@code tools/run-programs} starts: the table of real programs, equal to native or not. */
@Command(
        name = "programs",
        hidden = true,
        description = {
            "Runs real programs natively and simulated, compares output and exit code, and prints"
                    + " a table.",
            "Exit code 76 if a row differs."
        },
        mixinStandardHelpOptions = true)
public final class ProgramsCommand implements Callable<Integer> {
    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "List of commands; default examples/programs/commands.txt.")
    private Path list;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only commands and sections that contain this.")
    private String only = "";

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Host threads; default ${DEFAULT-VALUE}.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--twice", description = "Run each twice; all figures must be the same.")
    private boolean twice;

    @Option(names = "--no-timing", description = "Only count instructions: faster.")
    private boolean untimed;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("rustos.home", "."));
        Path folder = home.resolve("examples/programs");
        List<CommandLineRow> rows =
                CommandList.read(list == null ? folder.resolve("commands.txt") : list).stream()
                        .filter(row -> row.text().contains(only) || row.section().contains(only))
                        .toList();
        if (jobs < 1 || rows.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    jobs < 1 ? "--jobs " + jobs + ": give at least 1" : "--only: no such command");
        }
        Path busybox = Busybox.find();
        try (Playground ground =
                Playground.make(folder.resolve("files"), busybox, Busybox.applets(busybox))) {
            Programs programs =
                    new Programs(
                            folder.resolve("src"),
                            home.resolve("cli/target/programs"),
                            ground.bin());
            programs.build(rows.stream().map(row -> row.words().getFirst()).toList());
            List<String> options = untimed ? List.of("--no-timing") : List.of();
            ProgramTable table = new ProgramTable(spec.commandLine().getOut());
            List<Verdict> verdicts =
                    new Comparison(ground, programs, options, twice).run(rows, jobs, table::row);
            table.summary(verdicts, twice);
            boolean failed = verdicts.stream().anyMatch(Verdict::failed);
            return (failed ? ExitCode.VERIFICATION : ExitCode.OK).code();
        }
    }
}
