package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/** Calls of threads: futex, identities of threads, their start and end. */
final class ThreadCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("set_tid_address", 1, ThreadCalls::clearAddress),
                    new Call("set_robust_list", 2, ThreadCalls::robustList),
                    new Call("get_robust_list", 3, ThreadCalls::tellRobustList),
                    // Refused cleanly: glibc then works without restartable sequences.
                    new Call("rseq", 4, r -> Errno.ENOSYS.negative()),
                    new Call("membarrier", 3, ThreadCalls::barrier),
                    new Call("sched_yield", 0, ThreadCalls::yield),
                    new Call("exit", 1, ThreadCalls::exit));

    /** The commands of membarrier(2) that need no sequence of rseq. */
    private static final int BARRIERS = 0x1f | 0x20 | 0x40;

    private ThreadCalls() {}

    /** Cores agree on memory at every step here: nothing is to do but to say so. */
    private static long barrier(Request r) {
        int command = r.number(0);
        if (r.number(1) != 0) {
            return Errno.EINVAL.negative();
        }
        if (command == 0) {
            return BARRIERS;
        }
        boolean one = Integer.bitCount(command) == 1 && (command & BARRIERS) != 0;
        boolean registers = (command & 0x54) != 0;
        boolean expedited = command == 0x8 || command == 0x20;
        if (!one) {
            return Errno.EINVAL.negative();
        }
        if (registers) {
            r.process().barriers(r.process().barriers() | command);
        }
        // The private kinds ask to be registered first: the bit behind each.
        return expedited && (r.process().barriers() & command << 1) == 0
                ? Errno.EPERM.negative()
                : 0;
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
        LockWord.ownerEnds(r.system(), r.caller(), r.state());
        clearId(r.caller(), r.system(), r.state());
        if (r.process().process().threads().size() == 1) {
            return ProcessCalls.exitGroup(r);
        }
        r.kernel().exitThread(r.thread(), r.number(0));
        return 0;
    }

    /** Tells whoever joins a thread that it is over. */
    static void clearId(Caller caller, LinuxSyscalls system, LinuxThread thread) {
        long address = thread.clearChildId();
        if (address == 0) {
            return;
        }
        Struct zero = new Struct(4);
        Errno error = system.kernel().userMemory().write(caller, address, zero.bytes(), 0, 4);
        if (error == Errno.OK) {
            FutexTable.Key key = FutexTable.key(thread.process().process(), address);
            system.futexes().wake(key, 1, -1, caller.nowMc());
        }
    }

    /** A new thread of the caller's process. */
    static long start(Request r, CloneArguments wanted) {
        if (r.system().threadsUsedUp()) {
            return Errno.EAGAIN.negative();
        }
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
