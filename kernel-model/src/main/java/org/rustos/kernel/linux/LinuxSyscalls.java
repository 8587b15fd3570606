package org.rustos.kernel.linux;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.SeededRandom;
import org.rustos.kernel.StandardStreams;
import org.rustos.kernel.file.Console;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.linux.trace.GuestBytes;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.FileOps;
import org.rustos.kernel.op.KernelOps;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramLoader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The traditional system calls of one machine: a table from number to row, and what all Linux
 * processes share.
 */
public final class LinuxSyscalls {
    /** Sees calls as strace does. */
    public interface Tracer {
        /** A call is about to be served; its arguments are still as the guest passed them. */
        void entered(int thread, String name, long[] arguments, GuestBytes memory);

        /** A call returned, or does not return at all (exit). */
        void left(int thread, String name, long[] arguments, GuestBytes memory, long result);
    }

    private static final long SA_NOCLDWAIT = 2;

    /** Threads of all processes at once (kernel.threads-max); beyond it clone is EAGAIN. */
    static final int MOST_THREADS = 4096;

    /** Distinct unknown calls that are told apart; a guest may try all 2^64 numbers. */
    private static final int MOST_UNKNOWN = 1000;

    private final Kernel kernel;
    private final LinuxAbi abi;
    private final Call[] byNumber;
    private final Map<Integer, LinuxProcess> processes = new HashMap<>();
    private final SortedMap<String, CallTotal> totals = new TreeMap<>();
    private final SortedMap<String, Long> unknown = new TreeMap<>();
    private final Signals signals;
    private final FutexTable futexes = new FutexTable();
    private final OpExecutor operations;
    private final ProgramLoader.Hardware hardware;
    private final Notifier.Limit notifiers = new Notifier.Limit();
    private final SeededRandom random;
    private final ReturnPage returnPage;
    private transient Tracer tracer;
    private final IpcTable<SharedMemoryCalls.Segment> segments = new IpcTable<>();
    private final IpcTable<SemaphoreCalls.Set> semaphores = new IpcTable<>();
    private final IpcTable<QueueCalls.Queue> queues = new IpcTable<>();
    private LinuxProcess current;
    private long nowMc;

    /**
     * Prepares the table; the kernel must have its files by now.
     *
     * @param hardware what execve tells programs of the CPU
     */
    public LinuxSyscalls(Kernel kernel, LinuxAbi abi, ProgramLoader.Hardware hardware) {
        this.kernel = kernel;
        this.abi = abi;
        this.hardware = hardware;
        this.operations =
                new KernelOps(new FileOps(kernel.files(), kernel.userMemory()), kernel::nanosToMc);
        this.random = new SeededRandom(kernel.config().seed());
        kernel.processes().onEnd(this::ended);
        this.signals = new Signals(this);
        ProcTree.install(this, kernel.files());
        this.returnPage = new ReturnPage(kernel.files().volume(), abi.returnCode());
        Map<String, Call> rows = rows();
        this.byNumber = new Call[abi.calls().size()];
        for (int i = 0; i < byNumber.length; i++) {
            byNumber[i] = abi.call(i) == null ? null : rows.get(abi.call(i));
        }
    }

    /** All rows by name. */
    static Map<String, Call> rows() {
        Map<String, Call> rows = new HashMap<>();
        for (List<Call> area :
                List.of(
                        FileCalls.ROWS,
                        DescriptorCalls.ROWS,
                        PathCalls.ROWS,
                        DirectoryCalls.ROWS,
                        StatCalls.ROWS,
                        MemoryCalls.ROWS,
                        RemapCalls.ROWS,
                        ResidencyCalls.ROWS,
                        ProcessCalls.ROWS,
                        WaitCalls.ROWS,
                        ThreadCalls.ROWS,
                        FutexCalls.ROWS,
                        OtherCalls.ROWS,
                        SharedMemoryCalls.ROWS,
                        SemaphoreCalls.ROWS,
                        QueueCalls.ROWS,
                        IdentityCalls.ROWS,
                        SignalCalls.ROWS,
                        TimeCalls.ROWS,
                        PollCalls.ROWS,
                        EventCalls.ROWS,
                        MachineCalls.ROWS,
                        RiscvCalls.ROWS,
                        SocketCalls.ROWS,
                        MessageCalls.ROWS,
                        SocketOptionCalls.ROWS,
                        TimerCalls.ROWS,
                        LimitCalls.ROWS,
                        LockCalls.ROWS,
                        WatchCalls.ROWS,
                        SpliceCalls.ROWS)) {
            for (Call row : area) {
                if (rows.put(row.name(), row) != null) {
                    throw new IllegalStateException("two rows for " + row.name());
                }
            }
        }
        return rows;
    }

    /**
     * Makes a freshly loaded process a Linux process: descriptors 0, 1 and 2, heap, signals.
     *
     * @param executable path for /proc/self/exe
     * @param image what it runs
     */
    public void adopt(Process process, String executable, ElfImage image) {
        StandardStreams streams = kernel.streams();
        DescriptorTable descriptors =
                new DescriptorTable(kernel.config().maxHandles(), kernel.heap().allocate(8));
        descriptors.add(stream(streams.in(), OpenFlags.READ_WRITE, "/dev/stdin"), 0, false);
        descriptors.add(stream(streams.out(), OpenFlags.READ_WRITE, "/dev/stdout"), 1, false);
        descriptors.add(stream(streams.err(), OpenFlags.READ_WRITE, "/dev/stderr"), 2, false);
        LinuxProcess linux =
                new LinuxProcess(
                        this,
                        process,
                        descriptors,
                        kernel.files().root(),
                        new SignalActions(),
                        Limits.fresh(kernel.config().maxProcesses(), kernel.config().maxHandles()));
        ProgramLoader.Loaded loaded = process.loaded();
        long heap = loaded == null ? 0 : loaded.breakStart();
        linux.breaks(heap, heap);
        returnPage.map(process.areas());
        linux.runs(executable, image, loaded == null ? List.of() : loaded.arguments());
        register(linux);
    }

    private static OpenFile stream(Console console, int flags, String path) {
        int access = console.terminal() ? flags : console.readable() ? 0 : OpenFlags.WRITE_ONLY;
        return new OpenFile(console, access, path);
    }

    void register(LinuxProcess linux) {
        processes.put(linux.process().id(), linux);
        linux.process().front(linux);
        linux.process().handles(linux.descriptors());
    }

    public Kernel kernel() {
        return kernel;
    }

    public LinuxAbi abi() {
        return abi;
    }

    ProgramLoader.Hardware hardware() {
        return hardware;
    }

    ReturnPage returnPage() {
        return returnPage;
    }

    /** The operations that every mechanism has. */
    OpExecutor operations() {
        return operations;
    }

    /** The stream of random bytes of this seed. */
    SeededRandom random() {
        return random;
    }

    Signals signals() {
        return signals;
    }

    /** What the notifiers of the machine may take. */
    Notifier.Limit notifiers() {
        return notifiers;
    }

    FutexTable futexes() {
        return futexes;
    }

    /** The Linux side of a process, or null. */
    LinuxProcess process(int id) {
        return processes.get(id);
    }

    /** All Linux processes in the order of ids. */
    List<LinuxProcess> processes() {
        List<LinuxProcess> all = new ArrayList<>(new TreeMap<>(processes).values());
        return List.copyOf(all);
    }

    /** The calls of a process that speaks the Linux ABI, or null for another. */
    public static LinuxSyscalls of(Process process) {
        return process.front() instanceof LinuxProcess linux ? linux.system() : null;
    }

    /**
     * Has a process that speaks the Linux ABI ignore SIGPIPE, as whoever starts a server may do: a
     * client that vanishes is an errno then. Nothing for another process.
     */
    public static void ignoreBrokenPipes(Process process) {
        if (process.front() instanceof LinuxProcess linux) {
            linux.actions()
                    .set(Signals.SIGPIPE, new SignalActions.Action(SignalActions.IGNORE, 0, 0, 0));
        }
    }

    /** Shows the open descriptors of a process that speaks the Linux ABI, by number. */
    public static void forEachFile(Process process, BiConsumer<Integer, OpenFile> visitor) {
        DescriptorTable table =
                switch (process.front()) {
                    case LinuxProcess linux -> linux.descriptors();
                    // A mechanism that adds traps stands before it.
                    case null, default ->
                            process.handles() instanceof DescriptorTable known ? known : null;
                };
        for (int descriptor = 0; table != null && descriptor < table.end(); descriptor++) {
            OpenFile file = table.peek(descriptor);
            if (file != null) {
                visitor.accept(descriptor, file);
            }
        }
    }

    /** Shows every call from now on. */
    public void trace(Tracer whom) {
        tracer = whom;
    }

    /** What each call came to, by name. */
    public SortedMap<String, CallTotal> totals() {
        return Collections.unmodifiableSortedMap(totals);
    }

    /** How often each call was made that is not served. */
    public SortedMap<String, Long> unknown() {
        return unknown;
    }

    /** Whether there are as many threads as there may be. */
    boolean threadsUsedUp() {
        long threads = 0;
        for (LinuxProcess process : processes.values()) {
            threads += process.process().exited() ? 0 : process.process().threads().size();
        }
        return threads >= MOST_THREADS;
    }

    void called(Core core, LinuxProcess process, UserThread thread, long number) {
        time(core.clockMc());
        Call call = number >= 0 && number < byNumber.length ? byNumber[(int) number] : null;
        if (call == null) {
            call = refused(number);
        }
        CallTotal total = totals.computeIfAbsent(call.name(), _ -> new CallTotal());
        total.began();
        Request request = new Request(this, process, thread, call.name());
        core.submit(
                new CallWork(
                        kernel,
                        thread,
                        process.descriptors(),
                        new LinuxRun(call, request, total),
                        CallWork.Shape.SYSCALL));
    }

    /** A call that we do not serve: ENOSYS, counted, and told once. */
    private Call refused(long number) {
        String known = abi.call(number);
        String name = known == null ? "syscall_" + number : known;
        if (unknown.size() >= MOST_UNKNOWN && !unknown.containsKey(name)) {
            name = "syscall_other";
        }
        if (unknown.merge(name, 1L, Long::sum) == 1 && known != null) {
            kernel.notice("unknown system call " + name + " (" + number + "): ENOSYS");
        }
        return new Call(
                name,
                6,
                request -> {
                    request.charge("syscall.invalid");
                    return Errno.ENOSYS.negative();
                });
    }

    void entered(Call call, Request request) {
        if (tracer != null) {
            tracer.entered(
                    request.state().id(),
                    request.name(),
                    arguments(call.arguments(), request),
                    view(request));
        }
    }

    /** A call is over. */
    void left(Call call, Request request, long value) {
        if (tracer != null) {
            tracer.left(
                    request.state().id(),
                    call.name(),
                    arguments(call.arguments(), request),
                    view(request),
                    value);
        }
    }

    /** The caller's memory as a trace sees it. */
    private GuestBytes view(Request request) {
        AddressSpace space = request.process().process().space();
        PhysicalMemory memory = kernel.board().memory();
        return (address, length) -> {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                Mapping page = space.lookup(address + i);
                if (page == null) {
                    return null;
                }
                bytes[i] = memory.getByte(page.physical(address + i));
            }
            return bytes;
        };
    }

    private static long[] arguments(int count, Request request) {
        long[] arguments = new long[count];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = request.argument(i);
        }
        return arguments;
    }

    /** Notes the time of what happens now, for what has no caller. */
    void time(long mc) {
        nowMc = mc;
    }

    IpcTable<SharedMemoryCalls.Segment> segments() {
        return segments;
    }

    IpcTable<SemaphoreCalls.Set> semaphores() {
        return semaphores;
    }

    IpcTable<QueueCalls.Queue> queues() {
        return queues;
    }

    /**
     * Tells that the next step serves a process whose request came by another way than its system
     * call: what is asked of "self" (/proc) is then asked of it.
     *
     * @param front the process's own; of another ABI it is no matter
     */
    public static void serving(CallFront front, long nowMc) {
        if (front instanceof LinuxProcess process) {
            process.system().current(process);
            process.system().time(nowMc);
        }
    }

    /** The process whose call is served. */
    LinuxProcess current() {
        return current;
    }

    void current(LinuxProcess process) {
        current = process;
    }

    /** The time of what happened last. */
    long nowMc() {
        return nowMc;
    }

    /** Ends a process: its files are closed, its parent is told. */
    void terminate(Payer payer, LinuxProcess process, int status, int signal) {
        release(payer, process);
        kernel.exit(process.process(), status, signal);
    }

    /**
     * Before the end of a process: files are closed, memory that is lent goes back to its owner.
     */
    void release(Payer payer, LinuxProcess process) {
        time(payer.nowMc());
        if (payer instanceof Caller caller) {
            for (UserThread thread : List.copyOf(process.process().threads())) {
                LockWord.ownerEnds(this, caller, process.thread(thread));
            }
        }
        process.descriptors().closeAll(payer);
        if (process.borrowsMemory()) {
            process.giveBack(payer.nowMc());
        }
    }

    /** Guest RAM is used up in the middle of something that cannot be refused. */
    void outOfMemory(Payer payer, LinuxProcess process) {
        release(payer, process);
        kernel.outOfMemory(process.process());
    }

    /** Tells the parent. */
    private void ended(Process ended) {
        LinuxProcess process = processes.get(ended.id());
        if (process == null) {
            return;
        }
        JobControl.left(this, process, nowMc);
        futexes.forgetEnded();
        SemaphoreCalls.ended(this, process, nowMc);
        SharedMemoryCalls.sweep(this);
        process.over().wakeAll(nowMc);
        for (LinuxProcess child : process.children()) {
            if (child.process().exited()) {
                reap(child);
            }
        }
        LinuxProcess parent = processes.get(ended.parentId());
        if (parent == null || parent.process().exited()) {
            reap(process);
            return;
        }
        SignalActions.Action action = parent.actions().get(Signals.SIGCHLD);
        boolean unwanted =
                action.handler() == SignalActions.IGNORE || (action.flags() & SA_NOCLDWAIT) != 0;
        if (unwanted) {
            reap(process);
        }
        parent.childEnds().wakeAll(nowMc);
        if (process.exitSignal() == 0) {
            return;
        }
        int code = ended.killSignal() != 0 ? Signals.CLD_KILLED : Signals.CLD_EXITED;
        int status = ended.killSignal() != 0 ? ended.killSignal() : ended.exitStatus();
        SignalInformation told = SignalInformation.ofChild(code, process, status);
        signals.post(
                parent,
                new SignalInformation(
                        process.exitSignal(), code, told.first(), told.second(), told.third()),
                nowMc);
    }

    /** Forgets a process that was waited for. */
    void reap(LinuxProcess process) {
        LinuxProcess parent = processes.get(process.process().parentId());
        if (parent != null) {
            parent.forget(process);
        }
        if (process.process() != kernel.processes().first()) {
            processes.remove(process.process().id());
            kernel.processes().reap(process.process());
        }
    }
}
