package org.rustos.cpu.riscv.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The other opinion on encodings, where it is installed (Debian: clang-19 and llvm-19). */
final class Llvm {
    private static final String CLANG = "clang-19";
    private static final String OBJDUMP = "llvm-objdump-19";

    private Llvm() {}

    /** Ends the test as skipped where the tools are missing. */
    static void assumeInstalled() {
        for (String tool : List.of(CLANG, OBJDUMP)) {
            boolean there =
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            Assumptions.assumeTrue(there, tool + " is not installed");
        }
    }

    /** Assembles a source of ours into an object file. */
    static Path assemble(Path folder, String source) throws IOException, InterruptedException {
        Path assembly = folder.resolve("source.S");
        Files.writeString(assembly, source, UTF_8);
        Path object = folder.resolve("object.o");
        run(
                List.of(
                        CLANG,
                        "--target=riscv64",
                        "-march=rv64gc_zba_zbb",
                        "-mno-relax",
                        "-c",
                        assembly.toString(),
                        "-o",
                        object.toString()));
        return object;
    }

    /** What each of these instructions is, in order, written one after another from address 0. */
    static List<String> disassemble(Path folder, List<Integer> words)
            throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder();
        for (int word : words) {
            source.append(".insn ")
                    .append((word & 3) == 3 ? 4 : 2)
                    .append(", 0x")
                    .append(Integer.toHexString(word))
                    .append('\n');
        }
        return disassemble(assemble(folder, source.toString()));
    }

    /** The instructions of an object file. */
    static List<String> disassemble(Path object) throws IOException, InterruptedException {
        List<String> lines =
                run(
                        List.of(
                                OBJDUMP,
                                "-d",
                                "-M",
                                "no-aliases",
                                "--no-show-raw-insn",
                                "--no-print-imm-hex",
                                object.toString()));
        List<String> instructions = new ArrayList<>();
        for (String line : lines) {
            if (line.matches(" *[0-9a-f]+:.*")) {
                String text = line.substring(line.indexOf(':') + 1).strip();
                instructions.add(text.replaceAll("\\s+", " ").replaceAll(" <\\..*", ""));
            }
        }
        return instructions;
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("llvm", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            assertEquals(0, process.waitFor(), () -> command + ": see its output");
            return Files.readAllLines(out, UTF_8);
        } finally {
            Files.delete(out);
        }
    }
}
