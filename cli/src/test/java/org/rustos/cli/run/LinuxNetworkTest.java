package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Programs that use sockets and the other kinds of descriptors print the same and end the same as
 * on the host's Linux.
 */
class LinuxNetworkTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"local-sockets", "internet-sockets", "descriptors"})
    void aProgramSaysWhatItSaysOnLinux(String name) throws Exception {
        Path program = folder.resolve(name);
        StaticC.compile(name + ".c", program);
        Path out = folder.resolve("out");
        Process host =
                new ProcessBuilder(program.toString())
                        .directory(Files.createDirectory(folder.resolve("host")).toFile())
                        .redirectOutput(out.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        assertTrue(host.waitFor(60, TimeUnit.SECONDS));
        CommandRun guest =
                CommandRun.of(
                        "run", "--no-timing", "--root", folder.toString(), program.toString());
        assertEquals(Files.readString(out, ISO_8859_1), guest.out(), guest.err());
        assertEquals(host.exitValue(), guest.code());
    }
}
