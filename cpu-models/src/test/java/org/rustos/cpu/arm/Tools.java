package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compilers and disassemblers that tests use where they are installed. */
final class Tools {
    private Tools() {}

    /** Ends the test as skipped where a tool is missing. */
    static void assumeInstalled(String tool) {
        boolean there =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        Assumptions.assumeTrue(there, tool + " is not installed");
    }

    /** What a tool writes to standard output. */
    static List<String> run(Path input, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("tool", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(input.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectOutput(out.toFile())
                            .start();
            assertEquals(0, process.waitFor(), () -> command + ": failed");
            return Files.readAllLines(out, UTF_8);
        } finally {
            Files.delete(out);
        }
    }
}
