package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

/**
 * Words that name their owner: locks that the kernel hands over (PI futexes), and the list of those
 * that a thread holds when it ends (robust futexes).
 */
final class LockWord {
    private static final int WAITERS = 0x8000_0000;
    private static final int OWNER_DIED = 0x4000_0000;
    private static final int OWNER = 0x3fff_ffff;

    /** As Linux: a list that never ends is left there. */
    private static final int MOST_ENTRIES = 2048;

    private LockWord() {}

    /** The word of a request that may be written; its page was brought in before. */
    private static long physical(Request r) {
        return r.memory().translate(r.caller(), r.argument(0), Access.WRITE);
    }

    /** FUTEX_LOCK_PI and its kin. */
    static long lock(Request r, FutexTable.Key key, boolean waits) {
        if (r.memo() instanceof FutexTable.Waiter waiter) {
            if (waiter.woken()) {
                return 0; // Who unlocked has written our name into the word.
            }
            r.system().futexes().remove(key, waiter);
            return r.timedOut() ? Errno.ETIMEDOUT.negative() : Errno.EINTR.negative();
        }
        PhysicalMemory memory = r.kernel().board().memory();
        long at = physical(r);
        int word = memory.getInt(at);
        int own = r.state().id();
        if ((word & OWNER) == own) {
            return Errno.EDEADLK.negative();
        }
        if ((word & OWNER) == 0) {
            memory.putInt(at, word & OWNER_DIED | own | word & WAITERS);
            return 0;
        }
        if (!waits) {
            return Errno.EAGAIN.negative();
        }
        if (!lives(r.system(), word & OWNER)) {
            return Errno.ESRCH.negative();
        }
        int operation = r.number(1) & 127;
        boolean wall = operation == 6 || (r.number(1) & 256) != 0;
        long error = FutexCalls.deadline(r, r.argument(3), true, wall);
        if (error != 0) {
            return error;
        }
        memory.putInt(at, word | WAITERS);
        return FutexCalls.park(r, key, -1);
    }

    private static boolean lives(LinuxSyscalls system, int id) {
        for (LinuxProcess process : system.processes()) {
            if (!process.process().exited() && process.thread(id) != null) {
                return true;
            }
        }
        return false;
    }

    /** FUTEX_UNLOCK_PI: the longest waiting is the owner now. */
    static long unlock(Request r, FutexTable.Key key) {
        PhysicalMemory memory = r.kernel().board().memory();
        long at = physical(r);
        if ((memory.getInt(at) & OWNER) != r.state().id()) {
            return Errno.EPERM.negative();
        }
        hand(r.system(), key, at, 0, r.nowMc());
        return 0;
    }

    private static void hand(
            LinuxSyscalls system, FutexTable.Key key, long at, int mark, long nowMc) {
        FutexTable.Waiter next = system.futexes().first(key);
        int word = mark;
        if (next != null) {
            system.futexes().wake(key, 1, -1, nowMc);
            word |= next.thread().id() | (system.futexes().count(key) > 0 ? WAITERS : 0);
        }
        system.kernel().board().memory().putInt(at, word);
    }

    /**
     * A thread ends: whoever waits for one of its robust locks is told that its owner died. The
     * list is the guest's and may say anything.
     */
    static void ownerEnds(LinuxSyscalls system, Caller caller, LinuxThread thread) {
        long head = thread.robustList();
        thread.robustList(0, 0);
        if (head == 0 || thread.thread().state() == UserThread.State.DEAD) {
            return;
        }
        var memory = system.kernel().userMemory();
        Caller own = new Caller(thread.thread(), caller.core(), caller.paths(), null);
        Struct list = new Struct(24);
        if (memory.read(own, head, list.bytes(), 0, 24) != Errno.OK) {
            return;
        }
        long offset = list.u64(8);
        long operation = list.u64(16);
        long entry = list.u64(0);
        for (int i = 0; i < MOST_ENTRIES && (entry & -2) != head; i++) {
            Struct next = new Struct(8);
            boolean more = memory.read(own, entry & -2, next.bytes(), 0, 8) == Errno.OK;
            if (entry != operation) {
                died(system, own, thread, (entry & -2) + offset, (entry & 1) != 0, false);
            }
            if (!more) {
                return;
            }
            entry = next.u64(0);
        }
        if (operation != 0) {
            died(system, own, thread, (operation & -2) + offset, (operation & 1) != 0, true);
        }
    }

    private static void died(
            LinuxSyscalls system,
            Caller caller,
            LinuxThread thread,
            long address,
            boolean handsOver,
            boolean unfinished) {
        if (!FutexTable.aligned(address)) {
            return;
        }
        long at = system.kernel().userMemory().translate(caller, address, Access.WRITE);
        if (at < 0) {
            return;
        }
        PhysicalMemory memory = system.kernel().board().memory();
        FutexTable.Key key = FutexTable.key(thread.process().process(), address);
        int word = memory.getInt(at);
        if ((word & OWNER) != thread.id()) {
            // It died between its unlock and the wake-up.
            if (unfinished && !handsOver && word == 0) {
                system.futexes().wake(key, 1, -1, caller.nowMc());
            }
            return;
        }
        if (handsOver) {
            hand(system, key, at, OWNER_DIED, caller.nowMc());
            return;
        }
        memory.putInt(at, word & WAITERS | OWNER_DIED);
        if ((word & WAITERS) != 0) {
            system.futexes().wake(key, 1, -1, caller.nowMc());
        }
    }
}
