package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What Linux promises, asked of both: each program prints what it finds, and prints the same on the
 * host's Linux and on the simulated one.
 */
class LinuxSemanticsTest {
    @TempDir static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"signals", "jobs", "memory", "limits", "locks", "futex"})
    @Timeout(60)
    void theSameAnswersAsTheHostsLinux(String name) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        StaticC.compile("linux/" + name + ".c", program);
        Path out = folder.resolve(name + ".out");
        Process host =
                new ProcessBuilder(program.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        assertTrue(host.waitFor(30, TimeUnit.SECONDS), "hangs on the host");
        CommandRun guest = CommandRun.of("run", "--no-timing", program.toString());
        assertEquals(Files.readString(out, ISO_8859_1), guest.out(), guest.err());
        assertEquals(host.exitValue(), guest.code(), guest.err());
    }
}
