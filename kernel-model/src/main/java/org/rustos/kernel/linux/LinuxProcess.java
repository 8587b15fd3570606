package org.rustos.kernel.linux;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.Signal;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Linux keeps of a process, and the front by which its calls come in. */
final class LinuxProcess implements CallFront {
    private static final int DEFAULT_UMASK = 022;

    private final LinuxSyscalls system;
    private final Process process;
    private final Map<UserThread, LinuxThread> threads = new LinkedHashMap<>();
    private final SignalActions actions;
    private final List<LinuxProcess> children = new ArrayList<>();
    private final WaitQueue childEnds = new WaitQueue();
    private final WaitQueue signalled = new WaitQueue();
    private final WaitQueue over = new WaitQueue();
    private final WaitQueue released = new WaitQueue();
    private final WaitQueue continued = new WaitQueue();
    private final PendingSignals pending = new PendingSignals();
    private final CpuTimes cpuTimes = new CpuTimes(this);
    private final CpuTimers cpuTimers = new CpuTimers(this);
    private final TimerCalls.Table timers = new TimerCalls.Table();
    private final Map<IntervalTimer.Kind, IntervalTimer> intervals = new TreeMap<>();
    private final Limits limits;
    private final long startedMc;
    private List<String> environment = List.of();
    private boolean executed;
    private int barriers;
    private int stopSignal;
    private boolean stopTold;
    private boolean continueUntold;
    private int exitSignal = Signals.SIGCHLD;
    private AddressSpace ownSpace;
    private UserAreas ownAreas;
    private int group;
    private int session;
    private DescriptorTable descriptors;
    private Directory workingDirectory;
    private int umask = DEFAULT_UMASK;
    private Credentials credentials = Credentials.ROOT;
    private long breakStart;
    private long breakEnd;
    private String executable = "";
    private List<String> arguments = List.of();
    private ElfImage image;
    private String name = "";

    LinuxProcess(
            LinuxSyscalls system,
            Process process,
            DescriptorTable descriptors,
            Directory workingDirectory,
            SignalActions actions,
            Limits limits) {
        this.system = system;
        this.process = process;
        this.descriptors = descriptors;
        this.workingDirectory = workingDirectory;
        this.actions = actions;
        this.limits = limits;
        this.startedMc = system.nowMc();
        this.group = process.id();
        this.session = process.id();
    }

    LinuxSyscalls system() {
        return system;
    }

    Process process() {
        return process;
    }

    LinuxThread thread(UserThread thread) {
        return threads.computeIfAbsent(thread, t -> new LinuxThread(this, t, process.id()));
    }

    /** The thread that gettid gives an id, or null. */
    LinuxThread thread(int id) {
        for (UserThread candidate : process.threads()) {
            if (thread(candidate).id() == id) {
                return thread(candidate);
            }
        }
        return null;
    }

    /** A further thread. */
    LinuxThread add(UserThread thread, int id) {
        LinuxThread added = new LinuxThread(this, thread, id);
        threads.put(thread, added);
        return added;
    }

    /** The Linux side of a child: the same files, directory, handlers and names. */
    LinuxProcess fork(Process childProcess) {
        LinuxProcess child =
                new LinuxProcess(
                        system,
                        childProcess,
                        descriptors.copy(system.kernel().heap().allocate(8)),
                        workingDirectory,
                        actions.copy(),
                        limits.copy());
        child.umask = umask;
        child.credentials = credentials;
        child.breaks(breakStart, breakEnd);
        child.executable = executable;
        child.environment = environment;
        child.arguments = arguments;
        child.image = image;
        child.name = name;
        child.group = group;
        child.session = session;
        children.add(child);
        return child;
    }

    /** Children alive or not yet waited for, oldest first. */
    List<LinuxProcess> children() {
        return List.copyOf(children);
    }

    void forget(LinuxProcess child) {
        children.remove(child);
    }

    /** Wakes who waits for a signal of this process by descriptor. */
    WaitQueue signalled() {
        return signalled;
    }

    /** Wakes who waits for its end by descriptor. */
    WaitQueue over() {
        return over;
    }

    /** Wakes who waits for a child's end. */
    WaitQueue childEnds() {
        return childEnds;
    }

    /** Runs in another's memory until execve or its end (vfork). */
    void borrow(Process lender) {
        ownSpace = process.space();
        ownAreas = process.areas();
        process.memory(lender.space(), lender.areas());
    }

    boolean borrowsMemory() {
        return ownSpace != null;
    }

    /** Takes its own empty memory and lets the lender go on. */
    void giveBack(long atMc) {
        process.memory(ownSpace, ownAreas);
        ownSpace = null;
        ownAreas = null;
        released.wakeAll(atMc);
    }

    /** Wakes the lender. */
    WaitQueue released() {
        return released;
    }

    /** Signals that were sent to the process as a whole. */
    PendingSignals pending() {
        return pending;
    }

    /** Forgets pending signals of the process and of all its threads. */
    void drop(long signals) {
        pending.drop(signals);
        threads.values().forEach(thread -> thread.ownPending().drop(signals));
    }

    /** Whether job control stopped it. */
    boolean stopped() {
        return stopSignal != 0;
    }

    void stop(int signal) {
        stopSignal = signal;
        stopTold = false;
        continueUntold = false;
    }

    void goOn(long atMc) {
        stopSignal = 0;
        continueUntold = true;
        continued.wakeAll(atMc);
    }

    /** Wakes its threads when it is continued. */
    WaitQueue continued() {
        return continued;
    }

    /** The signal that stopped it, if a parent was not told yet; 0 otherwise. */
    int untoldStop() {
        return stopTold ? 0 : stopSignal;
    }

    void stopTold() {
        stopTold = true;
    }

    /** Whether it was continued and no parent was told yet. */
    boolean continueUntold() {
        return continueUntold;
    }

    void continueTold() {
        continueUntold = false;
    }

    /** What its parent gets at its end; 0 for nothing. */
    int exitSignal() {
        return exitSignal;
    }

    void exitSignal(int signal) {
        exitSignal = signal;
    }

    CpuTimes cpuTimes() {
        return cpuTimes;
    }

    /** The kinds of membarrier for which it registered. */
    int barriers() {
        return barriers;
    }

    void barriers(int kinds) {
        barriers = kinds;
    }

    /** When it came to be, in millicycles. */
    long startedMc() {
        return startedMc;
    }

    /** What execve gave it as environment; empty for the first program. */
    List<String> environment() {
        return environment;
    }

    void environment(List<String> texts) {
        environment = List.copyOf(texts);
    }

    CpuTimers cpuTimers() {
        return cpuTimers;
    }

    /** One of its interval timers. */
    IntervalTimer timer(IntervalTimer.Kind kind) {
        return intervals.computeIfAbsent(kind, k -> new IntervalTimer(this, k));
    }

    /** Its timers of timer_create. */
    TimerCalls.Table timers() {
        return timers;
    }

    Limits limits() {
        return limits;
    }

    /** From now on it is warned each second after a time, and killed after another; seconds. */
    void limitProcessorTime(long soft, long hard) {
        Kept.Reading clock = () -> cpuTimes.own().total();
        if (soft >= 0 && soft < Long.MAX_VALUE / TimeCalls.NANOS) {
            long expiry = Math.max(1, soft) * TimeCalls.NANOS;
            Kept.NumberListener warn = atMc -> system.signals().post(this, Signals.SIGXCPU, atMc);
            cpuTimers.arm(clock, expiry, TimeCalls.NANOS, warn, system.nowMc());
        }
        if (hard >= 0 && hard < Long.MAX_VALUE / TimeCalls.NANOS) {
            long expiry = Math.max(1, hard) * TimeCalls.NANOS;
            Kept.NumberListener kill = atMc -> system.signals().post(this, Signals.SIGKILL, atMc);
            cpuTimers.arm(clock, expiry, 0, kill, system.nowMc());
        }
    }

    int group() {
        return group;
    }

    void group(int id) {
        group = id;
    }

    int session() {
        return session;
    }

    void session(int id) {
        session = id;
    }

    SignalActions actions() {
        return actions;
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    void descriptors(DescriptorTable table) {
        descriptors = table;
    }

    Directory workingDirectory() {
        return workingDirectory;
    }

    void workingDirectory(Directory directory) {
        workingDirectory = directory;
    }

    int umask() {
        return umask;
    }

    void umask(int mask) {
        umask = mask & 0777;
    }

    Credentials credentials() {
        return credentials;
    }

    void credentials(Credentials who) {
        credentials = who;
    }

    /** First address of the heap. */
    long breakStart() {
        return breakStart;
    }

    /** First address behind the heap. */
    long breakEnd() {
        return breakEnd;
    }

    void breaks(long start, long end) {
        breakStart = start;
        breakEnd = end;
    }

    /** Path of the program, for /proc/self/exe. */
    String executable() {
        return executable;
    }

    /** What prctl(PR_GET_NAME) tells: at most 15 characters. */
    String name() {
        return name;
    }

    /** The program that runs, so that /proc/self/exe works although its file lies on the host. */
    ElfImage image() {
        return image;
    }

    /** Whether it runs another program than the one that forked it. */
    boolean executed() {
        return executed;
    }

    void runs(String path, ElfImage program, List<String> argv) {
        executed = true;
        executable = path;
        arguments = argv;
        image = program;
        name(path.substring(path.lastIndexOf('/') + 1));
    }

    /** What it was started with, its own name first. */
    List<String> arguments() {
        return arguments;
    }

    void name(String text) {
        name = text.length() > 15 ? text.substring(0, 15) : text;
    }

    @Override
    public void called(Core core, UserThread thread, long number) {
        system.called(core, this, thread, number);
    }

    @Override
    public String callName(long number) {
        String name = system.abi().call(number);
        return name == null ? "call " + number : name;
    }

    @Override
    public void dispatched(Core core, UserThread thread) {
        cpuTimers.dispatched(core.clockMc());
    }

    @Override
    public Signal signal(Process whose, Trap trap) {
        LinuxAbi.Fault row = system.abi().faults().get(FaultSignal.row(trap));
        return row == null ? Signal.of(trap, whose.areas()) : row.signal();
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        return system.signals().fault(core, this, thread, trap);
    }

    @Override
    public void exited(UserThread thread) {
        cpuTimes.ended(thread);
        LinuxThread gone = threads.remove(thread);
        if (gone != null && gone.waiting() != null) {
            // It must not take a wake-up that is meant for one who lives.
            gone.waiting().finish();
        }
    }
}
