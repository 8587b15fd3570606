package org.rustos.cpu.riscv.bare;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.riscv.hart.RiscvMemory;

import java.util.function.IntConsumer;

/**
 * The host-target interface of Spike: two words of guest memory. What is written to {@code tohost}
 * ends the run, prints a byte, or points at a request to write.
 */
final class Htif {
    private static final int CONSOLE = 1;
    private static final int PUT = 1;
    private static final int WRITE = 64;
    private static final long PAYLOAD = (1L << 48) - 1;

    private final PhysicalMemory ram;
    private final long toHost;
    private final long fromHost;
    private final IntConsumer out;
    private boolean ended;
    private int exitCode;

    /**
     * Looks at these words.
     *
     * @param toHost physical address, or -1 if the image has no such symbol
     * @param fromHost the same
     */
    Htif(PhysicalMemory ram, long toHost, long fromHost, IntConsumer out) {
        this.ram = ram;
        this.toHost = toHost;
        this.fromHost = fromHost;
        this.out = out;
    }

    boolean ended() {
        return ended;
    }

    /** The status that the guest gave. */
    int exitCode() {
        return exitCode;
    }

    /** Serves what the guest has written. */
    void poll() {
        if (!inRam(toHost, 8)) {
            return;
        }
        long command = ram.getLong(toHost - RiscvMemory.RAM_BASE);
        if (command == 0) {
            return;
        }
        ram.putLong(toHost - RiscvMemory.RAM_BASE, 0);
        int device = (int) (command >>> 56);
        int what = (int) (command >>> 48) & 0xff;
        if (device == 0 && (command & 1) != 0) {
            ended = true;
            exitCode = (int) (command >>> 1);
        } else if (device == 0) {
            request(command & PAYLOAD);
            answer(1);
        } else if (device == CONSOLE && what == PUT) {
            out.accept((int) command & 0xff);
            answer(command & ~PAYLOAD);
        }
    }

    /** Four or more words: the number of a call and its arguments; the result takes the first. */
    private void request(long at) {
        if (!inRam(at, 32)) {
            return;
        }
        long offset = at - RiscvMemory.RAM_BASE;
        long bytes = ram.getLong(offset + 16);
        long count = ram.getLong(offset + 24);
        boolean known = ram.getLong(offset) == WRITE && count >= 0 && inRam(bytes, count);
        for (long i = 0; known && i < count; i++) {
            out.accept(ram.getByte(bytes - RiscvMemory.RAM_BASE + i) & 0xff);
        }
        ram.putLong(offset, known ? count : -38);
    }

    private void answer(long value) {
        if (inRam(fromHost, 8)) {
            ram.putLong(fromHost - RiscvMemory.RAM_BASE, value);
        }
    }

    private boolean inRam(long at, long size) {
        long offset = at - RiscvMemory.RAM_BASE;
        return offset >= 0 && offset <= ram.size() - size && size <= ram.size();
    }
}
