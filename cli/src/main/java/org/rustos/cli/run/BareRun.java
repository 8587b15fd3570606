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
import org.rustos.cpu.riscv.bare.DiskImage;
import org.rustos.cpu.riscv.hart.RiscvHart;

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
     * What to run.
     *
     * @param image name of the file
     * @param ramBytes size of RAM
     * @param harts how many
     * @param disk image of the block device, or null
     * @param limit most instructions of a hart
     * @param log where the commit log goes, or null
     */
    record Plan(String image, long ramBytes, int harts, Path disk, long limit, Path log) {}

    /** Runs an image to its end and gives the exit code of the process. */
    int run(Plan plan) {
        ElfImage image = read(plan.image);
        try (DiskImage disk = disk(plan.disk);
                Writer log =
                        plan.log == null ? null : Files.newBufferedWriter(plan.log, US_ASCII)) {
            return run(image, plan, disk, log == null ? null : new CommitLog(log));
        } catch (BareImageException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, plan.image + ": " + e.getMessage());
        } catch (IOException | CommitLog.WriteException e) {
            throw new CommandFailure(
                    ExitCode.ENGINE, "--commit-log " + plan.log + ": cannot be written");
        }
    }

    private int run(ElfImage image, Plan plan, DiskImage disk, CommitLog log) {
        BareMachine.Board board = new BareMachine.Board(plan.ramBytes, plan.harts, disk);
        try (BareMachine machine = new BareMachine(image, board, this::put, this::get, log)) {
            return ending(machine, machine.run(plan.limit), plan.limit);
        }
    }

    private static DiskImage disk(Path file) {
        try {
            return file == null ? null : DiskImage.open(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--disk " + file + ": cannot be read; name a raw image, a regular file");
        }
    }

    private int ending(BareMachine machine, BareMachine.Ending ending, long limit) {
        return switch (ending) {
            case EXITED -> machine.exitCode() & 0xff;
            case LIMIT -> {
                String hint = machine.hasToHost() ? "" : "; the image has no symbol tohost";
                say.accept("the guest did not end within " + limit + " instructions" + hint);
                yield ExitCode.LIMIT.code();
            }
            case ASLEEP -> {
                say.accept("the guest waits for an interrupt that nothing can raise");
                yield ExitCode.LIMIT.code();
            }
            case STUCK -> {
                String pc = "0x" + Long.toHexString(stuck(machine).state().pc());
                say.accept("the guest's trap handler at " + pc + " traps at its first instruction");
                yield ExitCode.LIMIT.code();
            }
        };
    }

    private static RiscvHart stuck(BareMachine machine) {
        return machine.harts().stream().filter(RiscvHart::stuck).findFirst().orElseThrow();
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
