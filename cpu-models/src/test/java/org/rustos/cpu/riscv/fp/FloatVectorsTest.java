package org.rustos.cpu.riscv.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The host's floating-point unit knows four of the five modes, and flags. */
class FloatVectorsTest {
    /** More by {@code -Drustos.float.vectors=N}. */
    private static final int COUNT = Integer.getInteger("rustos.float.vectors", 40_000);

    @Test
    void agreesWithTheHost(@TempDir Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "clang-19"))),
                "clang-19 is not installed");
        Path program = folder.resolve("vectors");
        run(
                List.of(
                        "clang-19",
                        "-O1",
                        "-frounding-math",
                        "-march=native",
                        "src/test/c/float_vectors.c",
                        "-o",
                        program.toString(),
                        "-lm"),
                null);
        Path vectors = folder.resolve("vectors.txt");
        run(List.of(program.toString(), Integer.toString(COUNT)), vectors);
        int lines = 0;
        try (BufferedReader reader = Files.newBufferedReader(vectors, UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                check(line);
                lines++;
            }
        }
        assertTrue(lines >= 16 * COUNT, "lines " + lines);
    }

    private static void check(String line) {
        String[] words = line.split(" ");
        int mode = Integer.parseInt(words[1]);
        long a = Long.parseUnsignedLong(words[2], 16);
        long b = Long.parseUnsignedLong(words[3], 16);
        long c = Long.parseUnsignedLong(words[4], 16);
        FloatStatus status = new FloatStatus();
        long result = result(words[0], a, b, c, mode, status);
        FloatFormat format =
                words[0].endsWith(".s") || words[0].equals("narrow") ? BINARY32 : BINARY64;
        long theirs = Long.parseUnsignedLong(words[5], 16);
        // The host hands NaNs of operands on; RISC-V has one NaN.
        long expected = format.isNan(theirs) ? format.canonicalNan() : theirs;
        assertEquals(Long.toHexString(expected), Long.toHexString(result), line);
        assertEquals(Integer.parseInt(words[6], 16), status.flags(), line);
    }

    private static long result(String name, long a, long b, long c, int mode, FloatStatus status) {
        FloatFormat format = name.endsWith(".s") ? BINARY32 : BINARY64;
        return switch (name.replaceAll("\\..*", "")) {
            case "add" -> FloatArithmetic.add(format, a, b, mode, status);
            case "sub" -> FloatArithmetic.subtract(format, a, b, mode, status);
            case "mul" -> FloatArithmetic.multiply(format, a, b, mode, status);
            case "div" -> FloatArithmetic.divide(format, a, b, mode, status);
            case "sqrt" -> FloatArithmetic.squareRoot(format, a, mode, status);
            case "fma" -> FloatArithmetic.fused(format, a, b, c, mode, status);
            case "long" -> FloatConversion.fromInteger(format, a, false, mode, status);
            case "narrow" -> FloatConversion.convert(BINARY64, BINARY32, a, mode, status);
            case "widen" -> FloatConversion.convert(BINARY32, BINARY64, a, mode, status);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void run(List<String> command, Path out)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                out == null
                        ? ProcessBuilder.Redirect.DISCARD
                        : ProcessBuilder.Redirect.to(out.toFile()));
        assertEquals(0, builder.start().waitFor(), command.toString());
    }
}
