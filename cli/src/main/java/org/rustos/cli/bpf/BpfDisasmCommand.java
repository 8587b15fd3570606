package org.rustos.cli.bpf;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Group;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.isa.Kind;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Shows programs as they are run: linked, in the notation of clang, with what they need. */
@Command(
        name = "disasm",
        description = {
            "Prints the eBPF programs of a file: an object of clang -target bpf, or byte code.",
            "",
            "Programs of an object are linked: numbers are those that a rejection names.",
        },
        mixinStandardHelpOptions = true)
public final class BpfDisasmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "An object file, or byte code (bytes or hex).")
    private String file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            boolean first = true;
            for (Program program : BpfFile.read(file).programs(null)) {
                if (!first) {
                    out.println();
                }
                first = false;
                print(out, program);
            }
        } catch (BytecodeException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, file + ": " + e.line());
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static void print(PrintWriter out, Program program) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        program.instructions().forEach(at -> groups.add(at.form().group()));
        out.println(
                "%s (%s, %d instructions, version %d, groups %s):"
                        .formatted(
                                program.name(),
                                program.type().name().toLowerCase(Locale.ROOT),
                                program.length(),
                                program.version(),
                                groups.stream()
                                        .map(Group::toString)
                                        .collect(Collectors.joining(" "))));
        for (Instruction at : program.instructions()) {
            String remark = remark(program, at);
            out.println(
                    "%6d: %s%s".formatted(at.slot(), at, remark.isEmpty() ? "" : "  // " + remark));
        }
    }

    private static String remark(Program program, Instruction at) {
        if (at.callsHelper()) {
            HelperFunction helper = HelperFunction.of(at.imm());
            return helper == null ? "no such helper" : helper.label();
        }
        boolean map =
                at.kind() == Kind.WIDE
                        && (at.src() == Instruction.WIDE_MAP
                                || at.src() == Instruction.WIDE_MAP_VALUE);
        return map && at.imm() >= 0 && at.imm() < program.maps().size()
                ? program.maps().get(at.imm()).toString()
                : "";
    }
}
