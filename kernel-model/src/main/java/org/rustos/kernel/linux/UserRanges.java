package org.rustos.kernel.linux;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;

/** User memory of one transfer: one range, or those of an iovec, in order. */
final class UserRanges implements UserBuffer {
    private final UserMemory memory;
    private final Caller caller;
    private final long[] starts;
    private final long[] lengths;
    private int range;
    private long within;
    private long remaining;

    UserRanges(UserMemory memory, Caller caller, long[] starts, long[] lengths) {
        this.memory = memory;
        this.caller = caller;
        this.starts = starts;
        this.lengths = lengths;
        for (long length : lengths) {
            remaining += length;
        }
    }

    UserRanges(UserMemory memory, Caller caller, long start, long length) {
        this(memory, caller, new long[] {start}, new long[] {length});
    }

    /** Forgets bytes from the front that were moved before a wait. */
    UserRanges skip(long bytes) {
        for (long left = bytes; left > 0; ) {
            int part = part((int) Math.min(left, 1 << 30));
            left -= part;
            advance(part);
        }
        return this;
    }

    /** Moves no more than so many bytes. */
    void cutTo(long bytes) {
        remaining = Math.min(remaining, bytes);
    }

    @Override
    public long remaining() {
        return remaining;
    }

    private long address() {
        return starts[range] + within;
    }

    /** How much of a move lies in the current range. */
    private int part(int wanted) {
        while (range < lengths.length - 1 && within == lengths[range]) {
            range++;
            within = 0;
        }
        return (int) Math.min(wanted, lengths[range] - within);
    }

    private void advance(int moved) {
        within += moved;
        remaining -= moved;
    }

    @Override
    public int put(long pa, int length) {
        int done = 0;
        while (done < length) {
            int part = part(length - done);
            int moved = memory.copyOut(caller, pa < 0 ? pa : pa + done, address(), part);
            advance(moved);
            done += moved;
            if (moved < part || part == 0) {
                break;
            }
        }
        return done;
    }

    @Override
    public int get(long pa, int length) {
        int done = 0;
        while (done < length) {
            int part = part(length - done);
            int moved = memory.copyIn(caller, address(), pa + done, part);
            advance(moved);
            done += moved;
            if (moved < part || part == 0) {
                break;
            }
        }
        return done;
    }

    @Override
    public int put(byte[] from, int offset, int length) {
        int done = 0;
        while (done < length) {
            int part = inPage(part(length - done));
            if (part == 0
                    || memory.write(caller, address(), from, offset + done, part) != Errno.OK) {
                break;
            }
            advance(part);
            done += part;
        }
        return done;
    }

    @Override
    public int get(byte[] into, int offset, int length) {
        int done = 0;
        while (done < length) {
            int part = inPage(part(length - done));
            if (part == 0
                    || memory.read(caller, address(), into, offset + done, part) != Errno.OK) {
                break;
            }
            advance(part);
            done += part;
        }
        return done;
    }

    /** Page by page, so that what was moved before a fault is known. */
    private int inPage(int part) {
        long left = PhysicalMemory.PAGE_SIZE - (address() & PhysicalMemory.PAGE_MASK);
        return (int) Math.min(part, left);
    }
}
