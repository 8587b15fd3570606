package org.rustos.cli.bpf;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.elf.ElfException;
import org.rustos.kernel.ebpf.CodeText;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.object.BpfObject;
import org.rustos.kernel.ebpf.object.ObjectReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file with programs: an object file of a compiler, or byte code as bytes or as hex digits. */
record BpfFile(String name, byte[] content) {
    private static final long LARGEST = 64L << 20;

    /** Reads it. */
    static BpfFile read(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path) || !Files.isRegularFile(path)) {
                if (Files.exists(path)) {
                    throw bad(name, "is no regular file; name an object file or byte code");
                }
                throw new NoSuchFileException(name);
            }
            if (Files.size(path) > LARGEST) {
                throw bad(name, "is larger than 64 MiB, which no program is");
            }
            return new BpfFile(name, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw bad(name, "no such file; name an object file or byte code");
        } catch (InvalidPathException e) {
            throw bad(name, "is no path (" + e.getReason() + ")");
        } catch (IOException e) {
            throw bad(name, "cannot be read (" + e.getMessage() + ")");
        }
    }

    /**
     * Its programs.
     *
     * @param type what they are taken for, or null for what their sections say
     * @throws BytecodeException if the file is sound, but holds what is no instruction
     */
    List<Program> programs(ProgramType type) throws BytecodeException {
        if (!ObjectReader.claims(content)) {
            return List.of(as(type, new Program("program", ProgramType.RAW, raw(), List.of())));
        }
        try {
            BpfObject object = ObjectReader.read(content);
            return object.programs().stream().map(program -> as(type, program)).toList();
        } catch (ElfException e) {
            throw bad(name, e.getMessage());
        }
    }

    private Instruction[] raw() throws BytecodeException {
        try {
            byte[] code = CodeText.ofFile(content);
            if (code.length == 0 || code.length % Decoder.SLOT != 0) {
                throw bad(
                        name,
                        code.length
                                + " bytes are no whole number of 8-byte instructions, and no"
                                + " object file either");
            }
            return Decoder.decode(code);
        } catch (IllegalArgumentException e) {
            throw bad(name, e.getMessage());
        }
    }

    private static Program as(ProgramType type, Program program) {
        return type == null ? program : program.as(type);
    }

    private static CommandFailure bad(String name, String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, name + ": " + message);
    }
}
