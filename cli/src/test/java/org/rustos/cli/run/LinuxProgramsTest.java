package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs that nobody here wrote: the same bytes and the same exit code as on the host's Linux.
 */
@Isolated("its programs also run on the host, whose sleeps must be long enough for its threads")
class LinuxProgramsTest {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @TempDir static Path root;

    @BeforeAll
    static void files() throws IOException {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            numbers.append(i * 7919 % 1009).append('\n');
        }
        Files.writeString(root.resolve("numbers"), numbers);
        Files.writeString(
                root.resolve("text"),
                "The quick brown fox\njumps over\nthe lazy dog.\n".repeat(40));
        Files.createDirectory(root.resolve("folder"));
        Files.writeString(root.resolve("folder/only"), "one file\n");
        Files.createDirectory(root.resolve("tmp"));
        if (Files.isRegularFile(BUSYBOX)) {
            Files.copy(BUSYBOX, root.resolve("busybox"));
        }
    }

    private record Result(int code, String out) {}

    /** Runs on the host, with the same root as working directory. */
    private static Result onHost(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("host", null);
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        Process process =
                builder.redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
        String text = Files.readString(out, ISO_8859_1);
        Files.delete(out);
        return new Result(process.exitValue(), text);
    }

    private static Result inGuest(List<String> command) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--no-timing", "--root", root.toString()));
        arguments.add(command.getFirst());
        arguments.add("--");
        arguments.addAll(command.subList(1, command.size()));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        return new Result(run.code(), run.out());
    }

    private static void compare(List<String> command) throws IOException, InterruptedException {
        assertEquals(onHost(command), inGuest(command), String.join(" ", command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seq 1 20",
                "sort -n numbers",
                "sha256sum text",
                "md5sum text numbers",
                "wc text numbers",
                "cat text",
                "grep -n lazy text",
                "tail -n 3 text",
                "cut -d: -f1 text",
                "od -x folder/only",
                "base64 text",
                "expr 3 + 4",
                "expr 0",
                "awk {s+=$1}END{print(s)} numbers",
                "sed s/quick/slow/ text",
                "find folder -type f",
                "ls folder",
                "cat missing",
                "false"
            })
    void busyboxAppletsSayWhatTheySayOnLinux(String line) throws Exception {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        List<String> command = new ArrayList<>(List.of(BUSYBOX.toString()));
        command.addAll(List.of(line.split(" ")));
        compare(command);
    }

    @Test
    void aShellForksPipesAndWaits() throws Exception {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        String script =
                "b=./busybox; $b gzip -c text | $b md5sum; for i in 3 1 2; do echo n $i; done | $b"
                    + " sort | $b sed s/n/line/; x=$($b wc -l < numbers); echo $x lines; (exit 5);"
                    + " echo code $?; $b seq 1 9 > tmp/out & wait; $b cat tmp/out | $b tail -n 1;"
                    + " while read l; do case $l in *over) echo found; break;; esac; done < text";
        compare(List.of(BUSYBOX.toString(), "sh", "-c", script));
        Files.deleteIfExists(root.resolve("tmp/out"));
    }

    @Test
    void aStaticGlibcProgramUsesThreadsSignalsAndProcesses() throws Exception {
        Path program = root.resolve("program");
        StaticC.compile("program.c", program);
        compare(List.of(program.toString(), "one", "two words"));
    }

    @Test
    void codeThatWasChangedInAnyWayRunsAsItStandsNow() throws Exception {
        Path program = root.resolve("changed-code");
        StaticC.compile("changed-code.c", program);
        Path file = root.resolve("tmp/code");
        Result host = onHost(List.of(program.toString(), file.toString()));
        Files.delete(file);
        for (String mode : List.of("--no-timing", "--cores=1")) {
            CommandRun run =
                    CommandRun.of(
                            "run",
                            mode,
                            "--root",
                            root.toString(),
                            program.toString(),
                            "--",
                            "/tmp/code");
            assertEquals(host, new Result(run.code(), run.out()), mode);
        }
    }

    @Test
    void callsAreTracedInTheOrderInWhichTheyAreMade() {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        CommandRun run =
                CommandRun.of(
                        "run",
                        "--strace",
                        "--no-timing",
                        "--root",
                        root.toString(),
                        BUSYBOX.toString(),
                        "--",
                        "cat",
                        "folder/only");
        List<String> lines = run.errLines();
        int open = 0;
        while (!lines.get(open).startsWith("open")) {
            open++;
        }
        assertTrue(lines.get(open).endsWith(" = 3"), lines.get(open));
        assertTrue(lines.get(open + 1).startsWith("sendfile(1, 3, NULL, "), lines.get(open + 1));
        assertEquals("exit_group(0)" + " ".repeat(27) + "= ?", lines.getLast());
    }

    @Test
    void twoRunsTakeTheSameCycles() {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        String[] command = {
            "run", "--stats", "json", "--root", root.toString(), "/bin/busybox", "--", "wc", "text"
        };
        assertEquals(cycles(CommandRun.of(command)), cycles(CommandRun.of(command)));
    }

    /** What is deterministic of the statistics: everything before the host's own figures. */
    private static String cycles(CommandRun run) {
        assertEquals(0, run.code(), run.err());
        String json = run.errLines().getLast();
        return json.replaceAll("\"host\":\\{[^}]*\\}", "");
    }
}
