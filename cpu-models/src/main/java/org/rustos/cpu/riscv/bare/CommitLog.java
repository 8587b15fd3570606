package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Effects;
import org.rustos.cpu.riscv.isa.OpTable;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes what each instruction did as Spike's {@code --log-commits} does: a line for each that took
 * effect, with the registers, memory and control register that it wrote.
 */
public final class CommitLog {
    /** The host takes no more lines. */
    public static final class WriteException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WriteException(IOException cause) {
            super(cause);
        }
    }

    private final Writer out;
    private final Effects inIntegerMode = new Effects(OpTable.CHERI_V9);
    private final Effects inCapabilityMode = new Effects(OpTable.CHERI_V9_CAPABILITY_MODE);
    private Effects effects = inIntegerMode;

    /** Writes to this; closing it is the caller's. */
    public CommitLog(Writer out) {
        this.out = out;
    }

    /** Runs as {@link RiscvHart#run} does, and logs. */
    void run(RiscvHart hart, long limit) {
        RiscvState state = hart.state();
        while (state.retired() < limit && hart.wake()) {
            hart.takeInterrupt();
            long pc = state.pc();
            int privilege = state.privilege();
            int word = hart.peek(pc);
            effects = state.special().capabilityMode() ? inCapabilityMode : inIntegerMode;
            effects.of(word);
            long address = state.x(effects.base()) + effects.offset();
            long stored =
                    effects.storesFloat() ? state.f(effects.source()) : state.x(effects.source());
            if (hart.step()) {
                write(hart, privilege, pc, word, address, stored);
            }
        }
    }

    private void write(
            RiscvHart hart, int privilege, long pc, int word, long address, long stored) {
        RiscvState state = hart.state();
        boolean compressed = (word & 3) != 3;
        StringBuilder line = new StringBuilder(80);
        line.append("core ").append(String.format(Locale.ROOT, "%3d", hart.number())).append(": ");
        line.append(privilege);
        line.append(" 0x").append(hex(pc, 16));
        line.append(" (0x").append(hex(word, compressed ? 4 : 8)).append(')');
        if (effects.target() != 0) {
            register(line, 'x', effects.target(), state.x(effects.target()));
        }
        if (effects.floatTarget() >= 0) {
            register(line, 'f', effects.floatTarget(), state.f(effects.floatTarget()));
        }
        if (effects.csr() >= 0) {
            line.append(" c").append(effects.csr()).append('_').append(effects.csrName());
            line.append(" 0x").append(hex(hart.csr(effects.csr()), 16));
        }
        if (effects.accesses()) {
            line.append(" mem 0x").append(hex(address, 16));
        }
        if (effects.width() != 0) {
            line.append(" 0x").append(hex(stored, effects.width() * 2));
        }
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new WriteException(e);
        }
    }

    private static void register(StringBuilder line, char file, int number, long value) {
        line.append(' ').append(file).append(number).append(number < 10 ? "  0x" : " 0x");
        line.append(hex(value, 16));
    }

    private static String hex(long value, int digits) {
        String all = "0".repeat(16) + Long.toHexString(value);
        return all.substring(all.length() - digits);
    }
}
