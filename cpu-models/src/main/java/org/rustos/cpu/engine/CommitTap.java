package org.rustos.cpu.engine;

import org.rustos.core.hart.CommitSink;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.unicorn.AccessLog;

import java.util.Locale;

/**
 * Writes what each instruction on an engine did, in the shape of Spike's {@code --log-commits}: the
 * general registers that it changed, addresses that it read, addresses that it wrote with the
 * value. The engine tells only that an instruction begins, so what the one before it did is found
 * by comparison.
 */
final class CommitTap {
    private static final int LONGEST = 15;
    private static final int DIGITS = 16;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final CommitSink out;
    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final String prefix;
    private final boolean words;
    private final StringBuilder line = new StringBuilder(128);
    private String[] names;
    private int pcIndex;
    private long[] before;
    private long[] now;
    private long[] accesses = new long[16];
    private int count;
    private boolean pending;

    /**
     * A log of one hart.
     *
     * @param level privilege level in the lines
     * @param words code is words of 32 bits, not bytes
     */
    CommitTap(
            int number,
            int level,
            boolean words,
            PhysicalMemory memory,
            AliasSpace aliases,
            CommitSink out) {
        this.out = out;
        this.memory = memory;
        this.aliases = aliases;
        this.words = words;
        this.prefix = String.format(Locale.ROOT, "core %3d: %d 0x", number, level);
    }

    /** A thread's registers are in the engine. */
    void loaded(EngineThread thread) {
        if (names == null) {
            names = thread.registerNames();
            before = new long[names.length];
            now = new long[names.length];
            pcIndex = thread.pcIndex();
        }
        System.arraycopy(thread.values, 0, before, 0, before.length);
        pending = false;
        count = 0;
    }

    /** An access of the instruction that began last, as {@link AccessLog} has it. */
    void access(long entry) {
        if (count == accesses.length) {
            accesses = java.util.Arrays.copyOf(accesses, 2 * count);
        }
        accesses[count++] = entry;
    }

    /** Registers as they are now, to be filled before {@link #began} or {@link #ended}. */
    long[] registers() {
        return now;
    }

    boolean pending() {
        return pending;
    }

    /** An instruction begins: the one before it took effect. */
    void began(AddressSpace space, long pc, int length) {
        ended();
        line.setLength(0);
        line.append(prefix);
        hex(pc, DIGITS);
        line.append(" (0x");
        Mapping page = space.lookup(pc);
        for (int i = 0; i < Math.min(length, LONGEST); i++) {
            long at = pc + (words ? length - 1 - i : i);
            Mapping here = page != null && (at ^ pc) >>> 12 == 0 ? page : space.lookup(at);
            if (here != null) {
                hex(memory.getByte(here.physical(at)), 2);
            }
        }
        line.append(')');
        pending = true;
        count = 0;
    }

    /** The instruction that began last took effect. */
    void ended() {
        if (!pending) {
            return;
        }
        for (int i = 0; i < names.length; i++) {
            if (i != pcIndex && now[i] != before[i]) {
                line.append(' ').append(names[i]).append(" 0x");
                hex(now[i], DIGITS);
            }
        }
        for (int i = 0; i < count; i++) {
            memory(accesses[i]);
        }
        out.line(line);
        System.arraycopy(now, 0, before, 0, now.length);
        pending = false;
    }

    /** It did not. */
    void trapped() {
        pending = false;
    }

    private void memory(long entry) {
        long gpa = AccessLog.address(entry);
        Mapping owner = aliases.owner(gpa);
        long offset = owner == null ? 0 : gpa - owner.gpa();
        line.append(" mem 0x");
        hex(owner == null ? gpa : owner.va() + offset, DIGITS);
        if (AccessLog.isWrite(entry)) {
            line.append(" 0x");
            long physical = aliases.canonical(gpa);
            for (int i = AccessLog.bytes(entry) - 1; i >= 0; i--) {
                hex(memory.getByte(physical + i), 2);
            }
        }
    }

    private void hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            line.append(HEX[(int) (value >>> shift) & 15]);
        }
    }
}
