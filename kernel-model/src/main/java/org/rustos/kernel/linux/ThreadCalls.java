package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.process.WaitQueue;

import java.util.List;

/** Calls of threads: futex, identities of threads, their start and end. */
final class ThreadCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("futex", 6, ThreadCalls::futex),
                    new Call("set_tid_address", 1, ThreadCalls::clearAddress),
                    new Call("set_robust_list", 2, ThreadCalls::robustList),
                    new Call("get_robust_list", 3, ThreadCalls::tellRobustList),
                    // Refused cleanly: glibc then works without restartable sequences.
                    new Call("rseq", 4, r -> Errno.ENOSYS.negative()),
                    new Call("membarrier", 3, r -> r.number(0) == 0 ? 0 : Errno.EINVAL.negative()),
                    new Call("sched_yield", 0, ThreadCalls::yield),
                    new Call("exit", 1, ThreadCalls::exit));

    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int FUTEX_REQUEUE = 3;
    private static final int FUTEX_CMP_REQUEUE = 4;
    private static final int FUTEX_WAKE_OP = 5;
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int FUTEX_WAKE_BITSET = 10;
    private static final int FUTEX_CLOCK_REALTIME = 256;
    private static final int OPERATION_MASK = 127;

    private ThreadCalls() {}

    private static long futex(Request r) {
        int operation = r.number(1) & OPERATION_MASK;
        long address = r.argument(0);
        if ((address & 3) != 0) {
            return Errno.EINVAL.negative();
        }
        r.charge("futex.lookup");
        long physical = r.memory().translate(r.caller(), address, Access.READ);
        if (physical < 0) {
            return physical;
        }
        FutexTable table = r.system().futexes();
        switch (operation) {
            case FUTEX_WAIT, FUTEX_WAIT_BITSET -> {
                return await(r, physical, operation);
            }
            case FUTEX_WAKE, FUTEX_WAKE_BITSET -> {
                return wake(r, physical, r.number(2));
            }
            case FUTEX_REQUEUE, FUTEX_CMP_REQUEUE -> {
                Struct value = r.get(address, 4);
                if (operation == FUTEX_CMP_REQUEUE
                        && (value == null || value.s32(0) != r.number(5))) {
                    return Errno.EAGAIN.negative();
                }
                // Waking instead of moving is allowed: a waiter must check its word anyway.
                int all = (int) Math.min(Integer.MAX_VALUE, r.number(2) + r.argument(3));
                return wake(r, physical, all);
            }
            case FUTEX_WAKE_OP -> {
                return wakeBoth(r, table, physical);
            }
            default -> {
                return Errno.ENOSYS.negative();
            }
        }
    }

    private static long wake(Request r, long physical, int count) {
        int woken = r.system().futexes().wake(physical, count, r.nowMc());
        for (int i = 0; i < woken; i++) {
            r.charge("schedule.wake");
        }
        return woken;
    }

    private static long await(Request r, long physical, int operation) {
        if (r.progress() != 0) {
            return r.timedOut()
                    ? Errno.ETIMEDOUT.negative()
                    : r.interrupted() ? Errno.EINTR.negative() : 0;
        }
        Struct word = r.get(r.argument(0), 4);
        if (word == null) {
            return Errno.EFAULT.negative();
        }
        if (word.s32(0) != r.number(2)) {
            return Errno.EAGAIN.negative();
        }
        if (r.argument(3) != 0) {
            long nanos = TimeCalls.timespec(r, r.argument(3));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
            boolean absolute = operation == FUTEX_WAIT_BITSET;
            int clock = (r.number(1) & FUTEX_CLOCK_REALTIME) != 0 ? 0 : 1;
            long relative = absolute ? nanos - TimeCalls.now(r, clock) : nanos;
            if (relative <= 0) {
                return Errno.ETIMEDOUT.negative();
            }
            r.deadline(TimeCalls.deadline(r, relative));
        }
        r.charge("futex.wait");
        r.progress(1);
        WaitQueue queue = r.system().futexes().queue(physical);
        return r.park(queue);
    }

    /** FUTEX_WAKE_OP: changes a second word and wakes its waiters if the old value compares so. */
    private static long wakeBoth(Request r, FutexTable table, long physical) {
        int encoded = r.number(5);
        long second = r.memory().translate(r.caller(), r.argument(4), Access.WRITE);
        if (second < 0) {
            return second;
        }
        int operand = encoded << 8 >> 20;
        int compared = encoded << 20 >> 20;
        int operation = encoded >>> 28 & 7;
        if ((encoded & 1 << 31) != 0) {
            operand = 1 << operand;
        }
        var memory = r.kernel().board().memory();
        int old = memory.getInt(second);
        memory.putInt(
                second,
                switch (operation) {
                    case 0 -> operand;
                    case 1 -> old + operand;
                    case 2 -> old | operand;
                    case 3 -> old & ~operand;
                    default -> old ^ operand;
                });
        boolean holds =
                switch (encoded >>> 24 & 15) {
                    case 0 -> old == compared;
                    case 1 -> old != compared;
                    case 2 -> old < compared;
                    case 3 -> old <= compared;
                    case 4 -> old > compared;
                    default -> old >= compared;
                };
        long woken = wake(r, physical, r.number(2));
        return woken + (holds ? table.wake(second, r.number(3), r.nowMc()) : 0);
    }

    private static long clearAddress(Request r) {
        r.state().clearChildId(r.argument(0));
        return r.state().id();
    }

    private static long robustList(Request r) {
        if (r.argument(1) != 24) {
            return Errno.EINVAL.negative();
        }
        r.state().robustList(r.argument(0), r.argument(1));
        return 0;
    }

    private static long tellRobustList(Request r) {
        long error = r.put(r.argument(1), new Struct(8).u64(0, r.state().robustList()));
        return error == 0
                ? r.put(r.argument(2), new Struct(8).u64(0, r.state().robustLength()))
                : error;
    }

    /** Goes to the end of the queue if anybody else could run. */
    private static long yield(Request r) {
        r.charge("schedule.yield");
        if (r.progress() != 0 || !r.kernel().scheduler().somebodyWaits()) {
            return 0;
        }
        r.progress(1);
        r.deadline(r.nowMc());
        return r.park();
    }

    private static long exit(Request r) {
        clearId(r.caller(), r.system(), r.state());
        if (r.process().process().threads().size() == 1) {
            return ProcessCalls.exitGroup(r);
        }
        r.kernel().exitThread(r.thread(), r.number(0));
        return 0;
    }

    /** Tells whoever joins a thread that it is over. */
    private static void clearId(Caller caller, LinuxSyscalls system, LinuxThread thread) {
        long address = thread.clearChildId();
        if (address == 0) {
            return;
        }
        Struct zero = new Struct(4);
        Errno error = system.kernel().userMemory().write(caller, address, zero.bytes(), 0, 4);
        if (error == Errno.OK) {
            long physical = system.kernel().userMemory().translate(caller, address, Access.READ);
            system.futexes().wake(physical, 1, caller.nowMc());
        }
    }

    /** A new thread of the caller's process. */
    static long start(Request r, CloneArguments wanted) {
        HartContext context = r.thread().context().copy();
        UserThread thread = r.kernel().createThread(r.process().process(), context);
        LinuxThread linux = r.process().add(thread, thread.id());
        linux.signalMask(r.state().signalMask());
        context.result(0);
        if (wanted.stack() != 0) {
            context.sp(wanted.stack());
        }
        if (wanted.setsThreadPointer()) {
            context.threadPointer(wanted.threadPointer());
        }
        if (wanted.clearsChildId()) {
            linux.clearChildId(wanted.childId());
        }
        long error = wanted.tellParent(r, thread.id());
        if (error == 0 && wanted.setsChildId()) {
            error = r.put(wanted.childId(), new Struct(4).u32(0, thread.id()));
        }
        r.charge("process.thread");
        r.kernel().scheduler().ready(thread, r.nowMc());
        return error == 0 ? thread.id() : error;
    }
}
