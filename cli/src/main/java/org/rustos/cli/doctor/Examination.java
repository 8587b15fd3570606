package org.rustos.cli.doctor;

import org.rustos.core.EmulatorVersion;
import org.rustos.cpu.natives.NativeLibraries;
import org.rustos.cpu.natives.NativeLibrary;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at everything of the host on which the emulator depends, in the order of dependence. */
final class Examination {
    private static final int JAVA_RELEASE = 25;
    private static final long ENOUGH_MEMORY_MIB = 3072;

    /** Flags of the host CPU that speed an engine up; no result ever depends on them. */
    private static final Set<String> TELLING_FLAGS =
            Set.of("avx2", "avx512f", "bmi2", "pku", "ospke", "shstk", "user_shstk", "hypervisor");

    private final Path proc;
    private final NativeLibraries libraries;

    Examination(Path proc, NativeLibraries libraries) {
        this.proc = proc;
        this.libraries = libraries;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        "RustOS", EmulatorVersion.VERSION, System.getProperty("rustos.home", "")));
        findings.add(jdk());
        findings.add(platform());
        findings.add(library(NativeLibrary.UNICORN, UnicornEngine::libraryVersion));
        findings.add(library(NativeLibrary.ZYDIS, InstructionDecoder::libraryVersion));
        findings.add(cpu());
        findings.add(memory());
        return findings;
    }

    private static Finding jdk() {
        String version = Runtime.version().toString();
        String home = System.getProperty("java.home");
        return Runtime.version().feature() >= JAVA_RELEASE
                ? Finding.ok("JDK", version, home)
                : Finding.warning(
                        "JDK", version, home, "install a JDK 25 and set RUSTOS_JAVA_HOME");
    }

    private static Finding platform() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return platform.equals("Linux amd64")
                ? Finding.ok("platform", platform, "")
                : Finding.warning(
                        "platform",
                        platform,
                        "",
                        "tried on Linux amd64 only; set RUSTOS_UNICORN and RUSTOS_ZYDIS by hand");
    }

    private Finding library(NativeLibrary library, Supplier<String> version) {
        try {
            Path path = libraries.find(library);
            return Finding.ok(library.displayName(), version.get(), path.toString());
        } catch (RuntimeException | LinkageError failure) {
            return Finding.missing(library.displayName(), message(failure));
        }
    }

    private Finding cpu() {
        try (var lines = Files.lines(proc.resolve("cpuinfo"))) {
            List<String> info = lines.takeWhile(line -> !line.isBlank()).toList();
            Set<String> flags = new TreeSet<>(List.of(field(info, "flags").split(" ")));
            flags.retainAll(TELLING_FLAGS);
            return Finding.ok(
                    "host CPU",
                    field(info, "model name")
                            + ", "
                            + Runtime.getRuntime().availableProcessors()
                            + " cores",
                    String.join(" ", flags));
        } catch (IOException e) {
            return Finding.warning("host CPU", System.getProperty("os.arch"), "", "not on Linux");
        }
    }

    private Finding memory() {
        try (var lines = Files.lines(proc.resolve("meminfo"))) {
            List<String> info = lines.collect(Collectors.toList());
            long mebibytes = Long.parseLong(field(info, "MemAvailable").split(" ")[0]) / 1024;
            String value = mebibytes + " MiB available";
            return mebibytes >= ENOUGH_MEMORY_MIB
                    ? Finding.ok("memory", value, "")
                    : Finding.warning(
                            "memory",
                            value,
                            "",
                            ENOUGH_MEMORY_MIB + " MiB are advised; use --jobs 1 with bench");
        } catch (IOException | NumberFormatException e) {
            return Finding.warning("memory", "", "", "unknown: not on Linux");
        }
    }

    /** The value of {@code key : value}, empty if there is none. */
    private static String field(List<String> lines, String key) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static String message(Throwable failure) {
        Throwable cause =
                failure instanceof ExceptionInInitializerError wrapper && wrapper.getCause() != null
                        ? wrapper.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }
}
