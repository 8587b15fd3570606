package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Waiting for a word of memory to change: all operations of futex(2) and futex_waitv. */
final class FutexCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("futex", 6, FutexCalls::futex),
                    new Call("futex_waitv", 5, FutexCalls::waitForAny));

    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int REQUEUE = 3;
    private static final int CMP_REQUEUE = 4;
    private static final int WAKE_OP = 5;
    private static final int LOCK_PI = 6;
    private static final int UNLOCK_PI = 7;
    private static final int TRYLOCK_PI = 8;
    private static final int WAIT_BITSET = 9;
    private static final int WAKE_BITSET = 10;
    private static final int LOCK_PI2 = 13;
    private static final int PRIVATE = 128;
    private static final int CLOCK_REALTIME = 256;
    private static final int OPERATION_MASK = 127;
    private static final int ANY = -1;

    private static final int WAITV_SIZE = 24;
    private static final int WAITV_MOST = 128;
    private static final int WAITV_FLAGS = 2 | 128;

    private FutexCalls() {}

    private static long futex(Request r) {
        int operation = r.number(1) & OPERATION_MASK;
        long address = r.argument(0);
        if (!FutexTable.aligned(address)) {
            return (address & 3) != 0 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
        }
        if (r.memo() == null) {
            boolean wakes = operation == WAKE || operation == WAKE_BITSET || operation == WAKE_OP;
            r.charge(wakes ? "futex.wake" : "futex.check");
            if ((r.number(1) & PRIVATE) == 0) {
                r.charge("futex.shared");
            }
        }
        boolean clock = (r.number(1) & CLOCK_REALTIME) != 0;
        boolean mayChooseClock =
                operation == WAIT || operation == WAIT_BITSET || operation == LOCK_PI2;
        if (clock && !mayChooseClock) {
            return Errno.ENOSYS.negative();
        }
        boolean locks = operation == LOCK_PI || operation == UNLOCK_PI || operation == TRYLOCK_PI;
        // A wake-up looks at no memory: who waits has seen to it that it is there.
        if (operation != WAKE && operation != WAKE_BITSET) {
            Access access = locks || operation == LOCK_PI2 ? Access.WRITE : Access.READ;
            long physical = r.memory().translate(r.caller(), address, access);
            if (physical < 0) {
                return physical;
            }
        }
        FutexTable.Key key = FutexTable.key(r.process().process(), address);
        return switch (operation) {
            case WAIT -> await(r, key, ANY, false);
            case WAIT_BITSET -> await(r, key, r.number(5), true);
            case WAKE -> wake(r, key, r.number(2), ANY);
            case WAKE_BITSET ->
                    r.number(5) == 0
                            ? Errno.EINVAL.negative()
                            : wake(r, key, r.number(2), r.number(5));
            case REQUEUE, CMP_REQUEUE -> requeue(r, key, operation == CMP_REQUEUE);
            case WAKE_OP -> wakeBoth(r, key);
            case LOCK_PI, LOCK_PI2 -> LockWord.lock(r, key, true);
            case TRYLOCK_PI -> LockWord.lock(r, key, false);
            case UNLOCK_PI -> LockWord.unlock(r, key);
            default -> Errno.ENOSYS.negative();
        };
    }

    private static long wake(Request r, FutexTable.Key key, int count, int bits) {
        int woken = r.system().futexes().wake(key, Math.max(1, count), bits, r.nowMc());
        for (int i = 0; i < woken; i++) {
            r.charge("schedule.wake");
        }
        return woken;
    }

    private static long await(Request r, FutexTable.Key key, int bits, boolean absolute) {
        if (r.memo() instanceof FutexTable.Waiter waiter) {
            return over(r, waiter);
        }
        if (bits == 0) {
            return Errno.EINVAL.negative();
        }
        Struct word = r.get(r.argument(0), 4);
        if (word == null) {
            return Errno.EFAULT.negative();
        }
        long error = deadline(r, r.argument(3), absolute, (r.number(1) & CLOCK_REALTIME) != 0);
        if (error != 0 && error != Errno.ETIMEDOUT.negative()) {
            return error;
        }
        if (word.s32(0) != r.number(2)) {
            return Errno.EAGAIN.negative();
        }
        if (error != 0) {
            return error;
        }
        if (r.argument(3) != 0) {
            r.endWithHandler();
        }
        return park(r, key, bits);
    }

    static long park(Request r, FutexTable.Key key, int bits) {
        FutexTable.Waiter waiter = new FutexTable.Waiter(r.state(), bits);
        r.charge("futex.wait");
        r.memo(waiter);
        r.system().futexes().add(key, waiter, 0);
        return r.park(waiter.queue());
    }

    private static long over(Request r, FutexTable.Waiter waiter) {
        if (waiter.woken()) {
            return waiter.index();
        }
        r.system().futexes().removeEverywhere(waiter);
        return r.timedOut() ? Errno.ETIMEDOUT.negative() : Errno.EINTR.negative();
    }

    /** Sets the end of a wait; ETIMEDOUT if it is over, 0 if the address is. */
    static long deadline(Request r, long address, boolean absolute, boolean wallClock) {
        if (address == 0) {
            return 0;
        }
        long nanos = TimeCalls.timespec(r, address);
        if (nanos < 0) {
            return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
        }
        long relative = absolute ? nanos - TimeCalls.now(r, wallClock ? 0 : 1) : nanos;
        if (relative <= 0) {
            return Errno.ETIMEDOUT.negative();
        }
        r.deadline(TimeCalls.deadline(r, relative));
        return 0;
    }

    private static long requeue(Request r, FutexTable.Key from, boolean compares) {
        int moves = (int) r.argument(3);
        if (r.number(2) < 0 || moves < 0) {
            return Errno.EINVAL.negative();
        }
        long second = r.memory().translate(r.caller(), r.argument(4), Access.READ);
        if (!FutexTable.aligned(r.argument(4)) || second < 0) {
            return second < 0 ? second : Errno.EINVAL.negative();
        }
        if (compares) {
            Struct value = r.get(r.argument(0), 4);
            if (value == null || value.s32(0) != r.number(5)) {
                return Errno.EAGAIN.negative();
            }
        }
        FutexTable.Key to = FutexTable.key(r.process().process(), r.argument(4));
        FutexTable table = r.system().futexes();
        int woken = table.wake(from, r.number(2), ANY, r.nowMc());
        for (int i = 0; i < woken; i++) {
            r.charge("schedule.wake");
        }
        return woken + table.move(from, to, moves);
    }

    /** FUTEX_WAKE_OP: changes a second word and wakes its waiters if the old value compares so. */
    private static long wakeBoth(Request r, FutexTable.Key first) {
        int encoded = r.number(5);
        int operation = encoded >>> 28 & 7;
        int comparison = encoded >>> 24 & 15;
        if (!FutexTable.aligned(r.argument(4))) {
            return Errno.EINVAL.negative();
        }
        if (operation > 4 || comparison > 5) {
            return Errno.ENOSYS.negative();
        }
        long physical = r.memory().translate(r.caller(), r.argument(4), Access.WRITE);
        if (physical < 0) {
            return physical;
        }
        int operand = encoded << 8 >> 20;
        int compared = encoded << 20 >> 20;
        if ((encoded & 1 << 31) != 0) {
            operand = 1 << operand;
        }
        var memory = r.kernel().board().memory();
        int old = memory.getInt(physical);
        memory.putInt(
                physical,
                switch (operation) {
                    case 0 -> operand;
                    case 1 -> old + operand;
                    case 2 -> old | operand;
                    case 3 -> old & ~operand;
                    default -> old ^ operand;
                });
        boolean holds =
                switch (comparison) {
                    case 0 -> old == compared;
                    case 1 -> old != compared;
                    case 2 -> old < compared;
                    case 3 -> old <= compared;
                    case 4 -> old > compared;
                    default -> old >= compared;
                };
        long woken = wake(r, first, r.number(2), ANY);
        FutexTable.Key second = FutexTable.key(r.process().process(), r.argument(4));
        return woken + (holds ? wake(r, second, (int) r.argument(3), ANY) : 0);
    }

    /** futex_waitv: the first of several words that is woken; returns which. */
    private static long waitForAny(Request r) {
        if (r.memo() instanceof FutexTable.Waiter waiter) {
            return over(r, waiter);
        }
        long count = r.argument(1) & 0xffff_ffffL;
        if (count == 0 || count > WAITV_MOST || r.number(2) != 0 || r.argument(0) == 0) {
            return Errno.EINVAL.negative();
        }
        Struct words = r.get(r.argument(0), (int) count * WAITV_SIZE);
        if (words == null) {
            return Errno.EFAULT.negative();
        }
        FutexTable.Waiter waiter = new FutexTable.Waiter(r.state(), ANY);
        FutexTable.Key[] keys = new FutexTable.Key[(int) count];
        for (int i = 0; i < count; i++) {
            long address = words.u64(i * WAITV_SIZE + 8);
            int flags = words.s32(i * WAITV_SIZE + 16);
            boolean sound = (flags & ~WAITV_FLAGS) == 0 && (flags & 2) != 0;
            if (!sound || words.s32(i * WAITV_SIZE + 20) != 0 || !FutexTable.aligned(address)) {
                return Errno.EINVAL.negative();
            }
            Struct word = r.get(address, 4);
            if (word == null) {
                return Errno.EFAULT.negative();
            }
            if (word.s32(0) != (int) words.u64(i * WAITV_SIZE)) {
                return Errno.EAGAIN.negative();
            }
            keys[i] = FutexTable.key(r.process().process(), address);
        }
        long error = deadline(r, r.argument(3), true, r.number(4) == 0);
        if (error != 0) {
            return error;
        }
        for (int i = 0; i < count; i++) {
            r.system().futexes().add(keys[i], waiter, i);
        }
        r.charge("futex.wait");
        r.memo(waiter);
        return r.park(waiter.queue());
    }
}
