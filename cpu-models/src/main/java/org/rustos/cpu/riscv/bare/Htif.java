package org.rustos.cpu.riscv.bare;

import java.util.function.IntConsumer;

/**
 * The host-target interface of Spike: two words of guest memory. What is written to {@code tohost}
 * ends the run, prints a byte, or points at a request to write.
 */
final class Htif {
    private static final int CONSOLE = 1;
    private static final int PUT = 1;
    private static final int WRITE = 64;
    private static final long NO_SUCH_CALL = -38;
    private static final long PAYLOAD = (1L << 48) - 1;

    private final GuestMemory memory;
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
    Htif(GuestMemory memory, long toHost, long fromHost, IntConsumer out) {
        this.memory = memory;
        this.toHost = toHost;
        this.fromHost = fromHost;
        this.out = out;
    }

    /** Whether the image has the word. */
    boolean present() {
        return memory.holds(toHost, 8);
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
        if (!present()) {
            return;
        }
        long command = memory.getLong(toHost);
        if (command == 0) {
            return;
        }
        memory.putLong(toHost, 0);
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
        if (!memory.holds(at, 32)) {
            return;
        }
        long bytes = memory.getLong(at + 16);
        long count = memory.getLong(at + 24);
        boolean known = memory.getLong(at) == WRITE && (count == 0 || memory.holds(bytes, count));
        for (long i = 0; known && i < count; i++) {
            out.accept(memory.getByte(bytes + i));
        }
        memory.putLong(at, known ? count : NO_SUCH_CALL);
    }

    private void answer(long value) {
        if (memory.holds(fromHost, 8)) {
            memory.putLong(fromHost, value);
        }
    }
}
