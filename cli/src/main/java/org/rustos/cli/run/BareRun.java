package org.rustos.cli.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;
import org.rustos.cpu.riscv.bare.BareImageException;
import org.rustos.cpu.riscv.bare.BareMachine;
import org.rustos.cpu.riscv.bare.CommitLog;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** {@code run --bare}: an image on a board without our kernel. */
final class BareRun {
    private final HostStreams streams;
    private final Consumer<String> say;

    /**
     * A run on these streams.
     *
     * @param say takes our own lines
     */
    BareRun(HostStreams streams, Consumer<String> say) {
        this.streams = streams;
        this.say = say;
    }

    /**
     * Runs an image to its end.
     *
     * @param ramBytes size of RAM
     * @param limit most instructions
     * @param logFile where the commit log goes, or null
     * @return the exit code of the process
     */
    int run(String name, long ramBytes, long limit, Path logFile) {
        ElfImage image = read(name);
        try (Writer log = logFile == null ? null : Files.newBufferedWriter(logFile, US_ASCII)) {
            CommitLog commits = log == null ? null : new CommitLog(log);
            try (BareMachine machine =
                    new BareMachine(image, ramBytes, this::put, this::get, commits)) {
                return ending(machine, machine.run(limit), limit);
            }
        } catch (BareImageException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ENGINE, "--commit-log " + logFile + ": cannot be written");
        }
    }

    private int ending(BareMachine machine, BareMachine.Ending ending, long limit) {
        return switch (ending) {
            case EXITED -> machine.exitCode() & 0xff;
            case LIMIT -> {
                say.accept("the guest did not end within " + limit + " instructions");
                yield ExitCode.LIMIT.code();
            }
            case ASLEEP -> {
                say.accept("the guest waits for an interrupt that nothing can raise");
                yield ExitCode.LIMIT.code();
            }
            case STUCK -> {
                String pc = "0x" + Long.toHexString(machine.hart().state().pc());
                say.accept("the guest's trap handler at " + pc + " traps at its first instruction");
                yield ExitCode.LIMIT.code();
            }
        };
    }

    private static ElfImage read(String name) {
        try {
            ElfImage image = ElfReader.read(Files.readAllBytes(Path.of(name)));
            if (image.isa() != Isa.RISCV64 || image.positionIndependent()) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        name + ": --bare runs fixed RISC-V images of 64 bits only");
            }
            return image;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, name + ": cannot be read");
        } catch (ElfException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, name + ": " + e.getMessage());
        }
    }

    private void put(int value) {
        byte[] one = {(byte) value};
        streams.put(one);
    }

    /** A byte if one is there: the guest does not stop for input. */
    private int get() {
        try {
            return streams.in().available() > 0 ? streams.in().read() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
