package org.rustos.cli.bpf;

import org.rustos.cli.ExitCode;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.verify.Verdict;
import org.rustos.kernel.ebpf.verify.Verifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says of each program of a file whether the kernel would take it, and if not, exactly why. */
@Command(
        name = "verify",
        description = {
            "Verifies the eBPF programs of a file: an object of clang -target bpf, or byte code.",
            "",
            "A rejection names the instruction, what is known there, and the rule. Exit codes: 0"
                    + " all accepted, 76 one was rejected, 65 the file is malformed.",
        },
        mixinStandardHelpOptions = true)
public final class BpfVerifyCommand implements Callable<Integer> {
    private static final int MEMORY_MAX = 1 << 28;

    @Parameters(paramLabel = "FILE", description = "An object file, or byte code (bytes or hex).")
    private String file;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "What the programs are taken for: ${COMPLETION-CANDIDATES} (default: what"
                            + " their sections say, raw for byte code).")
    private ProgramType type;

    @Option(
            names = "--memory",
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "Size of the memory that r1 of a raw program points to (default: none).")
    private int memory;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (memory < 0 || memory > MEMORY_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--memory must be between 0 and " + MEMORY_MAX);
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean accepted = true;
        try {
            for (Program program : BpfFile.read(file).programs(type)) {
                Verdict verdict = Verifier.verify(program, memory);
                accepted &= verdict.accepted();
                print(out, program, verdict);
            }
        } catch (BytecodeException e) {
            accepted = false;
            rejected(out, "program", e.slot(), e.text());
            out.println("  reason: " + e.getMessage());
        }
        out.flush();
        return (accepted ? ExitCode.OK : ExitCode.VERIFICATION).code();
    }

    private static void print(PrintWriter out, Program program, Verdict verdict) {
        String name = program.name() + " (" + program.type().name().toLowerCase(Locale.ROOT) + ")";
        if (verdict.accepted()) {
            out.println(
                    "%s: accepted, %d instructions, %d explored"
                            .formatted(name, program.length(), verdict.explored()));
            return;
        }
        rejected(out, name, verdict.slot(), verdict.instruction());
        if (!verdict.state().isEmpty()) {
            out.println("  state:  " + verdict.state());
        }
        out.println("  reason: " + verdict.reason());
    }

    private static void rejected(PrintWriter out, String name, int slot, String text) {
        out.println("%s: rejected at instruction %d: %s".formatted(name, slot, text));
    }
}
