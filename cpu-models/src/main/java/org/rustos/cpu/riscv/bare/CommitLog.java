package org.rustos.cpu.riscv.bare;

import org.rustos.core.hart.CommitSink;
import org.rustos.cpu.riscv.hart.InstructionObserver;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Effects;
import org.rustos.cpu.riscv.isa.OpTable;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes what each instruction did as Spike's {@code --log-commits} does: a line for each that took
 * effect, with registers and control registers that it wrote in Spike's order, then memory. Source:
 * riscv-isa-sim, riscv/execute.cc and csrs.cc.
 */
public final class CommitLog {
    /** The host takes no more lines. */
    public static final class WriteException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WriteException(IOException cause) {
            super(cause);
        }
    }

    private static final int FLAGS = 31;
    private static final int FFLAGS = 0x001;
    private static final int FRM = 0x002;
    private static final int FCSR = 0x003;
    private static final int SSTATUS = 0x100;
    private static final int SIE = 0x104;
    private static final int SIP = 0x144;
    private static final int MSTATUS = 0x300;

    private static final long EACH_ITSELF = -1;

    /** Spike's number for the kind of register. */
    private static final int CONTROL = 4;

    private final CommitSink out;
    private final long core;
    private final StringBuilder line = new StringBuilder(100);
    private final SortedMap<Integer, String> written = new TreeMap<>();
    private long status;
    private int raised;
    private int flags;
    private long address;
    private long stored;
    private final Effects inIntegerMode = new Effects(OpTable.CHERI_V9);
    private final Effects inCapabilityMode = new Effects(OpTable.CHERI_V9_CAPABILITY_MODE);
    private Effects effects = inIntegerMode;

    /** Writes to this, for harts of a bare board; closing it is the caller's. */
    public CommitLog(Writer out) {
        this.out = line -> write(out, line);
        this.core = EACH_ITSELF;
    }

    private CommitLog(CommitSink out, long core) {
        this.out = out;
        this.core = core;
    }

    /**
     * Logs a hart that runs user code for somebody.
     *
     * @param core its number in the lines
     */
    public static void attach(RiscvHart hart, long core, CommitSink out) {
        hart.observe(new CommitLog(out, core).around(hart));
    }

    private InstructionObserver around(RiscvHart hart) {
        return new InstructionObserver() {
            @Override
            public void before(long pc, int word) {
                CommitLog.this.before(hart, pc, word);
            }

            @Override
            public void after() {
                CommitLog.this.after(hart, true);
            }

            @Override
            public void trapped() {
                CommitLog.this.after(hart, false);
            }
        };
    }

    /** Runs as {@link RiscvHart#run} does, and logs. */
    void run(RiscvHart hart, long limit) {
        RiscvState state = hart.state();
        while (state.retired() < limit && hart.wake()) {
            hart.takeInterrupt();
            before(hart, state.pc(), hart.peek(state.pc()));
            after(hart, hart.step());
        }
    }

    private void before(RiscvHart hart, long pc, int word) {
        RiscvState state = hart.state();
        effects = state.special().capabilityMode() ? inCapabilityMode : inIntegerMode;
        effects.of(word);
        start(hart, pc, word);
        address = state.x(effects.base()) + effects.offset();
        stored = effects.storesFloat() ? state.f(effects.source()) : state.x(effects.source());
        status = hart.csr(MSTATUS);
        raised = 0;
        if (effects.computesFloat()) {
            // Which flags it raises shows only if none is set before.
            flags = hart.fcsr() & FLAGS;
            hart.fcsr(hart.fcsr() & ~FLAGS);
        }
    }

    private void after(RiscvHart hart, boolean tookEffect) {
        if (effects.computesFloat()) {
            raised = hart.fcsr() & FLAGS;
            hart.fcsr(hart.fcsr() | flags);
        }
        if (tookEffect) {
            registers(hart);
            memory(hart);
            out.line(line);
        }
    }

    private void start(RiscvHart hart, long pc, int word) {
        long number = core == EACH_ITSELF ? hart.number() : core;
        line.setLength(0);
        line.append("core ").append(String.format(Locale.ROOT, "%3d", number)).append(": ");
        line.append(hart.state().privilege());
        line.append(" 0x").append(hex(pc, 16));
        line.append(" (0x").append(hex(word, (word & 3) != 3 ? 4 : 8)).append(')');
    }

    /** Spike sorts by number, and among equals x before f before control registers. */
    private void registers(RiscvHart hart) {
        RiscvState state = hart.state();
        written.clear();
        if (effects.target() != 0) {
            register(effects.target(), 0, 'x', state.x(effects.target()));
        }
        if (effects.floatTarget() >= 0) {
            register(effects.floatTarget(), 1, 'f', state.f(effects.floatTarget()));
        }
        if (raised != 0) {
            control(hart, FFLAGS);
        }
        if (effects.csr() == FCSR) {
            control(hart, FFLAGS);
            control(hart, FRM);
        } else if (effects.csr() >= 0) {
            control(hart, underlying(effects.csr()));
        }
        if (effects.returns() || hart.csr(MSTATUS) != status) {
            control(hart, MSTATUS);
        }
        written.values().forEach(line::append);
    }

    /** Registers of supervisor mode that are views of those of machine mode. */
    private static int underlying(int csr) {
        return switch (csr) {
            case SSTATUS, SIE, SIP -> csr + (MSTATUS - SSTATUS);
            default -> csr;
        };
    }

    private void register(int number, int kind, char file, long value) {
        String gap = number < 10 ? "  0x" : " 0x";
        written.put(number << 4 | kind, " " + file + number + gap + hex(value, 16));
    }

    private void control(RiscvHart hart, int number) {
        String name = " c" + number + "_" + Effects.csrName(number);
        written.put(number << 4 | CONTROL, name + " 0x" + hex(hart.csr(number), 16));
    }

    private void memory(RiscvHart hart) {
        RiscvState state = hart.state();
        if (effects.loads()) {
            line.append(" mem 0x").append(hex(address, 16));
        }
        if (effects.stores() && !(effects.conditional() && state.x(effects.result()) != 0)) {
            long value = effects.combines() ? reload(hart, address) : stored;
            line.append(" mem 0x").append(hex(address, 16));
            line.append(" 0x").append(hex(value, effects.width() * 2));
        }
    }

    /** What an atomic operation left in memory, which was allowed to read and write there. */
    private long reload(RiscvHart hart, long address) {
        return effects.width() == 4 ? hart.memory().load32(address) : hart.memory().load64(address);
    }

    private static void write(Writer out, CharSequence line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new WriteException(e);
        }
    }

    private static String hex(long value, int digits) {
        String all = "0".repeat(16) + Long.toHexString(value);
        return all.substring(all.length() - digits);
    }
}
