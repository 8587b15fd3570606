package org.rustos.cli.disasm;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Shows the code of an image as the emulator's own decoders read it, protection included. */
@Command(
        name = "disasm",
        description = {
            "Prints the code of an ELF image of x86-64, AArch64 or RISC-V with its symbols.",
            "",
            "AArch64 is shown by the classes of our timing model: class, registers written <-"
                    + " registers read, memory, target."
        },
        footer = {"", "Example:", "  rustos disasm --symbol main ./program"},
        mixinStandardHelpOptions = true)
public final class DisasmCommand implements Callable<Integer> {
    private static final long LARGEST = 512L << 20;

    @Parameters(paramLabel = "IMAGE", description = "An executable ELF file.")
    private String file;

    @Option(names = "--symbol", paramLabel = "NAME", description = "Only this function.")
    private String symbol;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        ElfImage image = read();
        PrintWriter out = spec.commandLine().getOut();
        CodeListing listing = new CodeListing(model(image.isa()), image, out);
        if (symbol == null) {
            out.println(
                    "%s: %s, entry 0x%x"
                            .formatted(
                                    Path.of(file).getFileName(), image.isa().id(), image.entry()));
            listing.all();
        } else if (!listing.symbol(symbol)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, file + ": has no function " + symbol + "; see nm");
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private ElfImage read() {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw bad("no such file; name an ELF executable");
            }
            if (Files.size(path) > LARGEST) {
                throw bad("is larger than 512 MiB; strip it");
            }
            return ElfReader.read(Files.readAllBytes(path));
        } catch (InvalidPathException e) {
            throw bad("is no path (" + e.getReason() + ")");
        } catch (IOException e) {
            throw bad("cannot be read (" + e.getMessage() + ")");
        } catch (ElfException e) {
            throw bad(e.getMessage());
        }
    }

    private CommandFailure bad(String why) {
        return new CommandFailure(ExitCode.BAD_INPUT, file + ": " + why);
    }

    /** The first model of an instruction set: all of one read code alike. */
    private static CpuModel model(Isa isa) {
        for (String id : CpuModelFinder.ids()) {
            CpuModel model = CpuModelFinder.load(id);
            if (model != null && model.profile().isa() == isa) {
                return model;
            }
        }
        throw new CommandFailure(ExitCode.ENGINE, "no CPU model reads " + isa.id());
    }
}
