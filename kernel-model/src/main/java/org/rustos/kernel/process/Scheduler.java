package org.rustos.kernel.process;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Timers;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.timing.Event;
import org.rustos.kernel.Flaw;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Decides which thread runs on which core: the most urgent of those who are ready, among equals the
 * longest waiting; time slices only while somebody waits. Deterministic: its inputs are simulated
 * clocks and the order of wake-ups.
 */
public final class Scheduler {
    private final List<Core> cores;
    private final Timers timers;
    private final KernelPaths paths;
    private boolean taggedTlb;
    private final long sliceMc;
    private final Deque<UserThread> ready = new ArrayDeque<>();
    private final UserThread[] running;
    private final AddressSpace[] loaded;
    private final boolean[] reserved;
    private final Timers.Timer[] slices;
    private final long[] enteredMc;

    /**
     * Creates a scheduler for some cores.
     *
     * @param taggedTlb whether a switch of address spaces keeps translations (PCID, ASID)
     * @param sliceMc length of a time slice in millicycles
     */
    public Scheduler(
            List<Core> cores, Timers timers, KernelPaths paths, boolean taggedTlb, long sliceMc) {
        this.cores = cores;
        this.timers = timers;
        this.paths = paths;
        this.taggedTlb = taggedTlb;
        this.sliceMc = sliceMc;
        this.running = new UserThread[cores.size()];
        this.loaded = new AddressSpace[cores.size()];
        this.reserved = new boolean[cores.size()];
        this.slices = new Timers.Timer[cores.size()];
        this.enteredMc = new long[cores.size()];
    }

    /** Keeps user threads off a core that a polling kernel thread owns. */
    public void reserve(Core core) {
        reserved[core.id()] = true;
    }

    /** Whether a switch of address spaces keeps translations, against what the CPU offers. */
    public void taggedTlb(boolean tagged) {
        taggedTlb = tagged;
    }

    /** The thread on a core, or null. */
    public UserThread running(Core core) {
        return running[core.id()];
    }

    /** Whether a thread is ready that no core runs. */
    public boolean somebodyWaits() {
        return !ready.isEmpty();
    }

    /** The core on which a thread runs, or null. */
    public Core coreOf(UserThread thread) {
        for (Core core : cores) {
            if (running[core.id()] == thread) {
                return core;
            }
        }
        return null;
    }

    /** Makes a thread runnable from a time on; a core that idles takes it then. */
    public void ready(UserThread thread, long atMc) {
        if (thread.state() != UserThread.State.BLOCKED) {
            return;
        }
        thread.state(UserThread.State.RUNNABLE);
        ready.addLast(thread);
        for (Core core : cores) {
            if (core.parked() && mayRun(core, thread)) {
                core.wake(atMc);
                return;
            }
        }
        reprioritized();
        startSlices();
    }

    /**
     * Somebody became ready or got another priority: a core that runs somebody less urgent than who
     * waits gives way.
     */
    public void reprioritized() {
        for (Core core : cores) {
            UserThread now = running[core.id()];
            if (now != null && urgent(core, now.priority() + 1)) {
                core.submit(new Displacement());
                return;
            }
        }
    }

    /** Whether somebody of at least this priority waits for a core. */
    private boolean urgent(Core core, int least) {
        for (UserThread thread : ready) {
            if (thread.priority() >= least && fits(core, thread)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayRun(Core core, UserThread thread) {
        return !reserved[core.id()] && running[core.id()] == null && fits(core, thread);
    }

    /**
     * The running thread of a core waits; its pending work continues when it is dispatched again.
     * If another core ended the thread in between, its work ends with it.
     */
    public void block(Core core, Work pending) {
        UserThread thread = running[core.id()];
        if (thread == null) {
            return;
        }
        thread.leavePending(pending);
        leave(core, thread, UserThread.State.BLOCKED);
    }

    /**
     * The running thread of a core waits, and another that waited goes on in its place, at once and
     * in its time slice: no queue, no choice. The caller prices the work of it.
     */
    public void handOver(Core core, UserThread to) {
        UserThread from = running[core.id()];
        from.ran(core.clockMc() - enteredMc[core.id()]);
        from.state(UserThread.State.BLOCKED);
        if (ready.isEmpty()) {
            endSlice(core);
        }
        take(core, to);
    }

    /** Whether a thread may go on on a core. */
    public boolean fits(Core core, UserThread thread) {
        return thread.homeCore() < 0 || thread.homeCore() == core.id();
    }

    /** The running thread of a core goes to the end of the queue. */
    public void giveWay(Core core, Work pending) {
        UserThread thread = running[core.id()];
        if (pending != null) {
            thread.leavePending(pending);
        }
        leave(core, thread, UserThread.State.RUNNABLE);
        ready.addLast(thread);
    }

    /** A thread is over, wherever it is. */
    public void dead(UserThread thread) {
        ready.remove(thread);
        for (Core core : cores) {
            if (running[core.id()] == thread) {
                leave(core, thread, UserThread.State.DEAD);
            }
        }
        thread.state(UserThread.State.DEAD);
    }

    /** Time that a thread was on cores until now, in millicycles. */
    public long processorMc(UserThread thread) {
        Core core = coreOf(thread);
        long since = core == null ? 0 : core.clockMc() - enteredMc[core.id()];
        return thread.processorMc() + since;
    }

    /**
     * Asked by work that takes long between its steps: if its thread has had its time slice and
     * somebody waits, the thread {@linkplain #giveWay gives way}, and the work goes on with it.
     */
    public boolean preempted(Core core, UserThread thread, Work pending) {
        boolean over =
                running[core.id()] == thread
                        && slices[core.id()] == null
                        && urgent(core, thread.priority());
        if (!over || thread.process().omits(Flaw.PREEMPTION)) {
            return false;
        }
        giveWay(core, pending);
        return true;
    }

    private void leave(Core core, UserThread thread, UserThread.State next) {
        thread.ran(core.clockMc() - enteredMc[core.id()]);
        thread.state(next);
        running[core.id()] = null;
        core.context(null);
        endSlice(core);
    }

    private void endSlice(Core core) {
        if (slices[core.id()] != null) {
            slices[core.id()].cancel();
            slices[core.id()] = null;
        }
    }

    /** Gives an idle core the next thread that may run there; false if there is none. */
    public boolean dispatch(Core core) {
        if (reserved[core.id()]) {
            return false;
        }
        UserThread next = null;
        for (UserThread thread : ready) {
            if (fits(core, thread) && (next == null || thread.priority() > next.priority())) {
                next = thread;
            }
        }
        if (next == null) {
            return false;
        }
        ready.remove(next);
        enter(core, next);
        return true;
    }

    private void enter(Core core, UserThread thread) {
        core.timing().run(paths.get("schedule.switch"));
        take(core, thread);
        startSlices();
    }

    private void take(Core core, UserThread thread) {
        core.timing().kernelLoad(thread.objectLine());
        AddressSpace space = thread.process().space();
        if (loaded[core.id()] != space) {
            core.ledger().count(Event.ADDRESS_SPACE_SWITCH);
            if (!taggedTlb) {
                core.timing().flushTranslations();
            }
            loaded[core.id()] = space;
        }
        thread.state(UserThread.State.RUNNING);
        running[core.id()] = thread;
        enteredMc[core.id()] = core.clockMc();
        thread.process().front().dispatched(core, thread);
        core.context(thread.context());
        Work pending = thread.takePending();
        if (pending != null) {
            core.submit(pending);
        }
    }

    /** While somebody waits for a core, those who run do so in slices. */
    private void startSlices() {
        if (ready.isEmpty()) {
            return;
        }
        for (Core core : cores) {
            int id = core.id();
            if (running[id] != null && slices[id] == null) {
                slices[id] = timers.arm(core.clockMc() + sliceMc, _ -> endOfSlice(core));
            }
        }
    }

    private void endOfSlice(Core core) {
        slices[core.id()] = null;
        core.ledger().timeObserved();
        if (running[core.id()] != null && !ready.isEmpty()) {
            core.submit(new Preemption());
        }
    }

    /** Somebody more urgent became ready. */
    private final class Displacement implements Work {
        @Override
        public Progress step(Core core) {
            UserThread now = running[core.id()];
            if (now != null && urgent(core, now.priority() + 1)) {
                Scheduler.this.giveWay(core, null);
            }
            return Progress.DONE;
        }
    }

    /** The timer interrupt that ends a slice. */
    private final class Preemption implements Work {
        @Override
        public Progress step(Core core) {
            core.timing().run(paths.get("interrupt.timer"));
            UserThread now = running[core.id()];
            if (now != null && ready.stream().anyMatch(t -> t.priority() >= now.priority())) {
                Scheduler.this.giveWay(core, null);
            }
            return Progress.DONE;
        }
    }
}
