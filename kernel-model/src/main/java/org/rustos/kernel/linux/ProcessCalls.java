package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/** Calls that start, end and limit processes. */
final class ProcessCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("fork", 0, r -> fork(r, new CloneArguments(0, 0, 0, 0, 0, 17))),
                    new Call("vfork", 0, r -> fork(r, new CloneArguments(0x4100, 0, 0, 0, 0, 17))),
                    new Call("clone", 5, r -> start(r, CloneArguments.of(r))),
                    new Call("clone3", 2, ProcessCalls::cloneStruct),
                    new Call("execve", 3, r -> ProgramStart.execute(r)),
                    new Call("execveat", 5, ProgramStart::executeAt),
                    new Call("exit_group", 1, ProcessCalls::exitGroup),
                    new Call("prctl", 5, ProcessCalls::control),
                    new Call("arch_prctl", 2, ProcessCalls::archControl),
                    new Call("personality", 1, r -> 0),
                    new Call("getpriority", 2, r -> 20),
                    new Call("setpriority", 3, r -> 0),
                    new Call("getrusage", 2, ProcessCalls::usage));

    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_GET_PDEATHSIG = 2;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_NAME = 15;
    private static final int PR_GET_NAME = 16;
    private static final int PR_CAPBSET_READ = 23;
    private static final int PR_GET_TIMERSLACK = 30;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_GET_CHILD_SUBREAPER = 37;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int ARCH_SET_GS = 0x1001;
    private static final int ARCH_SET_FS = 0x1002;
    private static final int ARCH_GET_FS = 0x1003;
    private static final int ARCH_GET_GS = 0x1004;
    private static final int CLONE_STRUCT_LEAST = 64;
    private static final int CLONE_STRUCT_MOST = 88;

    private ProcessCalls() {}

    private static long cloneStruct(Request r) {
        if (r.argument(1) < CLONE_STRUCT_LEAST || r.argument(1) > 4096) {
            return Errno.EINVAL.negative();
        }
        int size = (int) Math.min(r.argument(1), CLONE_STRUCT_MOST);
        Struct s = r.get(r.argument(0), size);
        if (s == null) {
            return Errno.EFAULT.negative();
        }
        long stack = s.u64(40) == 0 ? 0 : s.u64(40) + s.u64(48);
        return start(
                r,
                new CloneArguments(
                        s.u64(0), stack, s.u64(24), s.u64(16), s.u64(56), (int) s.u64(32)));
    }

    private static long start(Request r, CloneArguments wanted) {
        if (wanted.asksForNamespaces()) {
            return Errno.EPERM.negative();
        }
        if (wanted.thread()) {
            return wanted.sharesMemory() ? ThreadCalls.start(r, wanted) : Errno.EINVAL.negative();
        }
        return fork(r, wanted);
    }

    private static long fork(Request r, CloneArguments wanted) {
        if (r.memo() instanceof LinuxProcess child) {
            // Woken: the child has left our memory.
            return child.borrowsMemory() && !child.process().exited()
                    ? r.park(child.released())
                    : child.process().id();
        }
        if (tooMany(r)) {
            return Errno.EAGAIN.negative();
        }
        Process process;
        try {
            process = r.kernel().createProcess(r.process().process());
        } catch (OutOfFramesException e) {
            return Errno.ENOMEM.negative();
        }
        if (process == null) {
            return Errno.EAGAIN.negative();
        }
        r.charge("process.fork");
        HartContext context = r.thread().context().copy();
        UserThread thread = r.kernel().createThread(process, context);
        LinuxProcess child = r.process().fork(process);
        r.system().register(child);
        child.add(thread, process.id()).signalMask(r.state().signalMask());
        child.exitSignal(wanted.exitSignal());
        if (wanted.sharesMemory()) {
            child.borrow(r.process().process());
        } else if (!copyMemory(r, process)) {
            r.system().terminate(r.caller(), child, 1, 0);
            r.system().reap(child);
            return Errno.ENOMEM.negative();
        }
        context.space(process.space());
        context.result(0);
        if (wanted.stack() != 0) {
            context.sp(wanted.stack());
        }
        if (wanted.setsThreadPointer()) {
            context.threadPointer(wanted.threadPointer());
        }
        if (wanted.clearsChildId()) {
            child.thread(thread).clearChildId(wanted.childId());
        }
        wanted.tellParent(r, process.id());
        if (wanted.setsChildId()) {
            Caller inChild = new Caller(thread, r.caller().core(), r.caller().paths(), null);
            byte[] id = new Struct(4).u32(0, process.id()).bytes();
            r.memory().write(inChild, wanted.childId(), id, 0, id.length);
        }
        r.kernel().scheduler().ready(thread, r.nowMc());
        if (wanted.waits() && wanted.sharesMemory()) {
            r.memo(child);
            return r.park(child.released());
        }
        return process.id();
    }

    /** RLIMIT_NPROC counts what a user runs; the superuser is free of it. */
    private static boolean tooMany(Request r) {
        int user = r.process().credentials().user();
        if (user == 0) {
            return false;
        }
        long running = 0;
        for (LinuxProcess process : r.system().processes()) {
            boolean counts = !process.process().exited() && process.credentials().user() == user;
            running += counts ? process.process().threads().size() : 0;
        }
        return !r.process().limits().allows(Limits.PROCESSES, running + 1);
    }

    private static boolean copyMemory(Request r, Process child) {
        r.charge("process.memory");
        UserAreas from = r.process().process().areas();
        int pages = from.copyTo(child.areas());
        for (int i = 0; i < Math.abs(pages); i++) {
            r.charge("memory.page");
        }
        return pages >= 0;
    }

    static long exitGroup(Request r) {
        r.charge("process.exit");
        LinuxProcess process = r.process();
        if (!process.borrowsMemory()) {
            r.charge("process.unmap");
            int pages = process.process().space().range(0, MemoryCalls.areas(r).userEnd()).size();
            for (int i = 0; i < pages; i++) {
                r.charge("memory.drop");
            }
        }
        r.system().terminate(r.caller(), r.process(), r.number(0) & 0xff, 0);
        return 0;
    }

    private static long control(Request r) {
        switch (r.number(0)) {
            case PR_SET_NAME -> {
                var name = r.text(r.argument(1));
                if (!name.ok()) {
                    return name.error().negative();
                }
                r.process().name(name.value());
                return 0;
            }
            case PR_GET_NAME -> {
                return r.put(r.argument(1), new Struct(16).text(0, r.process().name()));
            }
            case PR_GET_DUMPABLE, PR_CAPBSET_READ -> {
                return 1;
            }
            case PR_GET_TIMERSLACK -> {
                return 50_000;
            }
            case PR_SET_NO_NEW_PRIVS -> {
                return r.argument(1) == 1 ? 0 : Errno.EINVAL.negative();
            }
            case PR_GET_PDEATHSIG, PR_GET_CHILD_SUBREAPER -> {
                return r.put(r.argument(1), new Struct(4));
            }
            case PR_SET_PDEATHSIG -> {
                boolean signal = r.argument(1) >= 0 && r.argument(1) <= SignalActions.COUNT;
                return signal ? 0 : Errno.EINVAL.negative();
            }
            case PR_SET_DUMPABLE -> {
                boolean known = r.argument(1) == 0 || r.argument(1) == 1;
                return known ? 0 : Errno.EINVAL.negative();
            }
            // Kept capabilities, seccomp, subreaper, huge pages: asked for, changed, without
            // effect.
            case 7, 8, 21, 29, PR_SET_CHILD_SUBREAPER, 39, 41, 42 -> {
                return 0;
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
    }

    /** x86 only: other ISAs have no such call in their tables. */
    private static long archControl(Request r) {
        HartContext context = r.thread().context();
        List<String> names = List.of(context.registerNames());
        int gs = names.indexOf("gs_base");
        long value = r.argument(1);
        switch (r.number(0)) {
            case ARCH_SET_FS, ARCH_SET_GS -> {
                if (value < 0 || value >= MemoryCalls.areas(r).userEnd()) {
                    return Errno.EPERM.negative();
                }
                if (r.number(0) == ARCH_SET_FS) {
                    context.threadPointer(value);
                } else {
                    context.register(gs, value);
                }
                return 0;
            }
            case ARCH_GET_FS -> {
                return r.put(value, new Struct(8).u64(0, context.threadPointer()));
            }
            case ARCH_GET_GS -> {
                return r.put(value, new Struct(8).u64(0, context.register(gs)));
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
    }

    private static long usage(Request r) {
        CpuTimes times = r.process().cpuTimes();
        r.caller().core().ledger().timeObserved();
        CpuTimes.Spent spent;
        switch (r.number(0)) {
            case 0 -> spent = times.own();
            case -1 -> spent = times.children();
            case 1 -> spent = times.of(r.thread());
            default -> {
                return Errno.EINVAL.negative();
            }
        }
        return r.put(r.argument(1), CpuTimes.usage(spent));
    }
}
