package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Programs that use sockets and the other kinds of descriptors print the same and end the same as
 * on the host's Linux.
 */
@Isolated("its programs also run on the host, whose sleeps must be long enough for its threads")
class LinuxNetworkTest {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"local-sockets", "internet-sockets", "descriptors", "hostile-sockets"})
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

    private CommandRun shell(String script, String... options) throws IOException {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        Path busybox = folder.resolve("busybox");
        if (Files.notExists(busybox)) {
            Files.copy(BUSYBOX, busybox);
        }
        String[] command = {
            "--root", folder.toString(), BUSYBOX.toString(), "--", "sh", "-c", script
        };
        String[] all = new String[1 + options.length + command.length];
        all[0] = "run";
        System.arraycopy(options, 0, all, 1, options.length);
        System.arraycopy(command, 0, all, 1 + options.length, command.length);
        return CommandRun.of(all);
    }

    /** Nobody may be reached from outside, so that the ports are free whatever the host does. */
    @Test
    void aWebServerServesItsClientInsideOfTheMachine() throws Exception {
        Files.createDirectory(folder.resolve("www"));
        Files.writeString(folder.resolve("www/page"), "A page.\n");
        Files.writeString(folder.resolve("www/numbers"), "0123456789".repeat(20_000));
        String script =
                "b=/busybox; $b httpd -f -p 127.0.0.1:80 -h /www & $b sleep 0.1;"
                    + " u=http://127.0.0.1; $b wget -q -O - $u/page; $b wget -q -O - $u/numbers |"
                    + " $b cmp - /www/numbers && echo same; $b wget -q -O - $u/none 2> /dev/null;"
                    + " echo code $?; kill $!; wait $!; echo server $?";
        CommandRun run = shell(script, "--no-timing");
        assertEquals("A page.\nsame\ncode 1\nserver 143\n", run.out(), run.err());
    }

    @Test
    void netcatSpeaksToNetcatAndTwoRunsTakeTheSameCycles() throws Exception {
        String script =
                "b=/busybox; $b nc -l -p 7777 -e $b tr a-z A-Z & $b sleep 0.1;"
                        + " echo through netcat | $b nc -w 1 127.0.0.1 7777; wait";
        CommandRun first = shell(script, "--stats", "json");
        assertEquals("THROUGH NETCAT\n", first.out(), first.err());
        CommandRun second = shell(script, "--stats", "json");
        assertEquals(simulated(first), simulated(second));
    }

    private static String simulated(CommandRun run) {
        return run.errLines().getLast().replaceAll("\"host\":\\{[^}]*\\}", "");
    }
}
