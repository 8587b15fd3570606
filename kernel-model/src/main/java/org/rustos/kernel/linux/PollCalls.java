package org.rustos.kernel.linux;

import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Calls that wait until one of several files is ready. */
final class PollCalls {
    private static final long MILLIS = 1_000_000L;

    static final List<Call> ROWS =
            List.of(
                    new Call("poll", 3, r -> poll(r, r.number(2) < 0 ? -1 : r.number(2) * MILLIS)),
                    new Call("ppoll", 5, r -> masked(r, 2, 3, n -> poll(r, n))),
                    new Call("select", 5, PollCalls::select),
                    new Call("pselect6", 6, PollCalls::selectMasked));

    private static final int ENTRY = 8;
    private static final int INVALID = 0x20;
    private static final int ALWAYS = Inode.FAILED | Inode.HUNG_UP | INVALID;
    private static final int MOST = 4096;
    private static final int SET_MOST = 1024;

    private PollCalls() {}

    /** Waits up to some nanoseconds, -1 for ever. */
    private interface Wait extends Serializable {
        long upTo(long nanos);
    }

    private static long masked(Request r, int time, int mask, Wait wait) {
        long nanos = -1;
        if (r.argument(time) != 0) {
            nanos = TimeCalls.timespec(r, r.argument(time));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
        }
        if (r.argument(mask) != 0) {
            Struct signals = r.get(r.argument(mask), 8);
            if (signals == null) {
                return Errno.EFAULT.negative();
            }
            r.state().maskForWait(signals.u64(0));
        }
        return wait.upTo(nanos);
    }

    private static int ready(Request r, int descriptor, int events, List<WaitQueue> queues) {
        OpenFile file = r.process().descriptors().peek(descriptor);
        if (file == null) {
            return INVALID;
        }
        r.charge("poll.file");
        r.caller().touch(file.line());
        if (file.inode() instanceof InterestSet set) {
            queues.addAll(set.queues());
        } else if (file.inode().waiters() != null) {
            queues.add(file.inode().waiters());
        }
        return file.inode().ready(file) & (events | ALWAYS);
    }

    private static long waitOrReturn(Request r, List<WaitQueue> queues, long nanos, long count) {
        if (count > 0 || nanos == 0 || r.timedOut()) {
            return count;
        }
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        if (nanos > 0) {
            r.deadline(TimeCalls.deadline(r, nanos));
        }
        return r.park(queues.toArray(WaitQueue[]::new));
    }

    private static long poll(Request r, long nanos) {
        long count = r.argument(1) & 0xffff_ffffL;
        if (count > MOST) {
            return Errno.EINVAL.negative();
        }
        Struct entries = r.get(r.argument(0), (int) count * ENTRY);
        if (entries == null) {
            return Errno.EFAULT.negative();
        }
        r.charge("poll.call");
        List<WaitQueue> queues = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < count; i++) {
            int descriptor = entries.s32(i * ENTRY);
            int events =
                    descriptor < 0 ? 0 : ready(r, descriptor, entries.u16(i * ENTRY + 4), queues);
            entries.u16(i * ENTRY + 6, events);
            found += events != 0 ? 1 : 0;
        }
        long result = waitOrReturn(r, queues, nanos, found);
        long error = result == Request.PARKED || result < 0 ? 0 : r.put(r.argument(0), entries);
        return error == 0 ? result : error;
    }

    private static long select(Request r) {
        long nanos = -1;
        if (r.argument(4) != 0) {
            Struct time = r.get(r.argument(4), 16);
            if (time == null) {
                return Errno.EFAULT.negative();
            }
            if (time.u64(0) < 0 || time.u64(8) < 0) {
                return Errno.EINVAL.negative();
            }
            nanos = Math.min(time.u64(0), 1L << 32) * TimeCalls.NANOS + time.u64(8) * 1000;
        }
        return sets(r, nanos);
    }

    private static long selectMasked(Request r) {
        // The sixth argument points to a pointer to the mask and its size.
        long nanos = -1;
        if (r.argument(4) != 0) {
            nanos = TimeCalls.timespec(r, r.argument(4));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
        }
        Struct pair = r.argument(5) == 0 ? null : r.get(r.argument(5), 16);
        if (pair != null && pair.u64(0) != 0) {
            Struct mask = r.get(pair.u64(0), 8);
            if (mask == null) {
                return Errno.EFAULT.negative();
            }
            r.state().maskForWait(mask.u64(0));
        }
        return sets(r, nanos);
    }

    private static long sets(Request r, long nanos) {
        int count = r.number(0);
        if (count < 0) {
            return Errno.EINVAL.negative();
        }
        count = Math.min(count, SET_MOST);
        int bytes = (count + 63) / 64 * 8;
        int[] wanted = {
            Inode.READABLE | Inode.HUNG_UP | Inode.FAILED, Inode.WRITABLE | Inode.FAILED, 2
        };
        Struct[] asked = new Struct[3];
        Struct[] told = new Struct[3];
        for (int set = 0; set < 3; set++) {
            told[set] = new Struct(bytes);
            asked[set] =
                    r.argument(1 + set) == 0
                            ? new Struct(bytes)
                            : r.get(r.argument(1 + set), bytes);
            if (asked[set] == null) {
                return Errno.EFAULT.negative();
            }
        }
        List<WaitQueue> queues = new ArrayList<>();
        long found = 0;
        for (int d = 0; d < count; d++) {
            for (int set = 0; set < 3; set++) {
                if ((asked[set].bytes()[d / 8] >> d % 8 & 1) == 0) {
                    continue;
                }
                int events = ready(r, d, wanted[set], queues);
                if (events == INVALID) {
                    return Errno.EBADF.negative();
                }
                if ((events & wanted[set]) != 0) {
                    told[set].bytes()[d / 8] |= (byte) (1 << d % 8);
                    found++;
                }
            }
        }
        long result = waitOrReturn(r, queues, nanos, found);
        for (int set = 0; set < 3 && result >= 0; set++) {
            long error = r.argument(1 + set) == 0 ? 0 : r.put(r.argument(1 + set), told[set]);
            if (error != 0) {
                return error;
            }
        }
        return result;
    }
}
