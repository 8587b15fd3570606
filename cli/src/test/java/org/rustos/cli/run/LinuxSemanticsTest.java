package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Linux promises, asked of both: each program prints what it finds, and prints the same on the
 * host's Linux and on the simulated one.
 */
@Isolated("its programs also run on the host, whose sleeps must be long enough for its threads")
class LinuxSemanticsTest {
    @TempDir static Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signals", "jobs", "memory", "limits", "locks", "futex", "files", "sysv", "edges"
            })
    @Timeout(60)
    void theSameAnswersAsTheHostsLinux(String name) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        StaticC.compile("linux/" + name + ".c", program);
        CommandRun guest = CommandRun.of("run", "--no-timing", program.toString());
        Path out = folder.resolve(name + ".out");
        int code = onTheHost(program, out);
        // On a busy host a sleep may be too short for the threads that it waits for; ours never
        // are.
        for (int again = 0; again < 2 && !read(out).equals(guest.out()); again++) {
            code = onTheHost(program, out);
        }
        assertEquals(read(out), guest.out(), guest.err());
        assertEquals(code, guest.code(), guest.err());
    }

    private static int onTheHost(Path program, Path out) throws IOException, InterruptedException {
        Process host =
                new ProcessBuilder(program.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        assertTrue(host.waitFor(30, TimeUnit.SECONDS), "hangs on the host");
        return host.exitValue();
    }

    private static String read(Path out) throws IOException {
        return Files.readString(out, ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ps -o pid,ppid,comm | '  102   100 '
                    free                | 'Mem: '
                    uptime              | 'load average: '
                    mount               | 'proc on /proc type proc'
                    df                  | 'rustos '
                    top -b -n1          | '/busybox top -b -n1'
                    pidof busybox       | '100'
                    ls /proc/self/task  | '102'
                    cat /proc/self/stat | '102 (busybox) R 100 100 100 0 -1 '
                    cat /proc/cpuinfo   | 'processor'
                    cat /proc/self/maps | '[stack]'
                    head -n2 /proc/self/limits | 'unlimited'
                    readlink /proc/self/exe | '/busybox'
                    """)
    @Timeout(60)
    void programsFindThemselvesBelowProc(String applet, String expected) throws IOException {
        Path busybox = Path.of("/bin/busybox");
        assumeTrue(Files.isRegularFile(busybox), "busybox-static is not installed");
        Path root = folder.resolve("root");
        if (!Files.exists(root)) {
            Files.createDirectory(root);
            Files.copy(busybox, root.resolve("busybox"));
        }
        String[] command = {
            "run", "--no-timing", "--root", root.toString(), "/bin/busybox", "--", "sh", "-c"
        };
        List<String> all = new ArrayList<>(List.of(command));
        all.add("/busybox " + applet + "; true");
        CommandRun guest = CommandRun.of(all.toArray(String[]::new));
        assertEquals(0, guest.code(), guest.err());
        assertTrue(guest.out().contains(expected), guest.out());
    }
}
