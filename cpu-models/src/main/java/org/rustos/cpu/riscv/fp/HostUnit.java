package org.rustos.cpu.riscv.fp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the host's floating-point unit can: without a fused multiply-add of its own, Java computes
 * one by decimal fractions, hundreds of times slower than {@link FloatArithmetic}. Decides only how
 * long a result takes, never what it is.
 */
final class HostUnit {
    /** Whether {@link Math#fma} is an instruction here; where nothing tells, it is not. */
    static final boolean FUSED = fused(System.getProperty("os.arch"), Path.of("/proc/cpuinfo"));

    private HostUnit() {}

    static boolean fused(String architecture, Path processors) {
        return switch (architecture) {
            case "aarch64", "riscv64", "ppc64le", "s390x" -> true;
            default -> lists(processors, "fma");
        };
    }

    private static boolean lists(Path processors, String flag) {
        try (var lines = Files.lines(processors, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Arrays.asList(line.split("\\s+")).contains(flag))
                    .orElse(false);
        } catch (IOException e) {
            return false;
        }
    }
}
