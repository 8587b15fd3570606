package org.rustos.cli.programs;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program that brings most of the commands: Debian's, and static. */
final class Busybox {
    private static final List<Path> PLACES =
            List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

    private Busybox() {}

    static Path find() {
        return PLACES.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.BAD_INPUT,
                                        "busybox is missing: apt install busybox-static"));
    }

    static List<String> applets(Path busybox) throws IOException {
        Process process = new ProcessBuilder(busybox.toString(), "--list").start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
