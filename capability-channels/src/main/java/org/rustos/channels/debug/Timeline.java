package org.rustos.channels.debug;

import org.rustos.channels.Simulation;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.InstructionGate;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.snapshot.Snapshot;
import org.rustos.kernel.Signal;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Scheduler;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the moments of a run (each instruction that is about to begin, each step of the kernel)
 * and holds the run at those that a debugger waits for. A run is deterministic, so the number of a
 * moment names it in every repetition.
 */
final class Timeline implements MachineObserver {
    private final Holder holder;
    private final Edits edits;
    private final Breakpoints breakpoints = new Breakpoints();
    private final List<Watch> watches = new ArrayList<>();
    private final List<AccessWatch> accesses = new ArrayList<>();
    private final Steps steps = new Steps();
    private final DebuggedRun run;

    /** Where threads were that will execute an instruction again: it faulted, or was edited. */
    private final Map<Integer, Long> again = new HashMap<>();

    private Goal goal = Goal.FORWARD;
    private Goal.Seek found;
    private Scheduler scheduler;
    private volatile boolean interrupted;
    private boolean started;
    private long tick;
    private long begin;
    private UserThread last;
    private UserThread inKernel;
    private boolean atGate;
    private AccessWatch touched;
    private boolean tellsForks;
    private long snapshotDue;
    private int newest;

    Timeline(DebuggedRun run, Holder holder, Edits edits) {
        this.run = run;
        this.holder = holder;
        this.edits = edits;
    }

    /** Follows a simulation that has not run yet. */
    void attach(Simulation simulation) {
        scheduler = simulation.kernel().scheduler();
        simulation.observe(this);
        for (Core core : simulation.board().cores()) {
            core.hart().gate(new Gate(core));
        }
        tick = 0;
        again.clear();
        last = null;
        touched = null;
        snapshotDue = 0;
    }

    /** The moment, for a snapshot of it. */
    Snapshots.Saved saved(Snapshot snapshot, ReplayedStreams.Position streams) {
        return new Snapshots.Saved(
                tick, snapshot, streams, Map.copyOf(again), last == null ? 0 : last.id());
    }

    /** The simulation is at a kept moment again. */
    void restored(Snapshots.Saved saved) {
        tick = saved.tick();
        again.clear();
        again.putAll(saved.again());
        last = saved.last() == 0 ? null : run.thread(saved.last());
        look();
    }

    /** When the next snapshot is wanted; the run pauses soon after it. */
    void snapshotDue(long at) {
        snapshotDue = at;
    }

    /** The moment before which the run must begin again. */
    long wanted() {
        return switch (goal) {
            case Goal.Search search -> Math.min(search.until(), tick);
            case Goal.Seek seek -> seek.tick();
            case Goal.Forward _ -> 0;
        };
    }

    private void pauseForSnapshot() {
        if (tick >= snapshotDue) {
            snapshotDue = Long.MAX_VALUE;
            run.pauseForSnapshot();
        }
    }

    long tick() {
        return tick;
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    List<AccessWatch> accesses() {
        return accesses;
    }

    List<Watch> watches() {
        return watches;
    }

    /** Holds when a process has a child. */
    void tellForks(boolean tells) {
        tellsForks = tells;
        newest = run.newestProcess();
    }

    /** Holds soon; from any thread. */
    void interrupt() {
        interrupted = true;
    }

    /** Goes on until something holds. */
    void forward() {
        goal = Goal.FORWARD;
        steps.none();
        look();
        newest = run.newestProcess();
    }

    /** Goes on until a thread has executed an instruction and is outside of a range. */
    void step(UserThread thread, long from, long to) {
        goal = Goal.FORWARD;
        steps.of(thread, atGate && last == thread ? 1 : 2, from, to);
        look();
    }

    /** Begins to go back; what it throws must reach whoever runs the simulation. */
    void back(UserThread stepped) {
        goal = new Goal.Search(tick, stepped == null ? 0 : stepped.id());
        found = null;
        steps.none();
        run.takeChanged();
        throw new Rewind();
    }

    private void look() {
        touched = null;
        watches.forEach(watch -> watch.look(run.memory()));
    }

    /** Before each instruction of one core. */
    private final class Gate implements InstructionGate {
        private final Core core;

        Gate(Core core) {
            this.core = core;
        }

        @Override
        public boolean before(HartContext context, long pc) {
            tick++;
            pauseForSnapshot();
            UserThread before = last;
            last = scheduler.running(core);
            boolean first = again.isEmpty() || !Long.valueOf(pc).equals(again.remove(last.id()));
            if (goal != Goal.FORWARD || !edits.none()) {
                return travelling(context, pc, first, before);
            }
            Stop stop = stop(pc, first, before);
            if (stop == null) {
                return false;
            }
            core.hart().surface(context);
            return hold(stop, context);
        }

        @Override
        public boolean wantsAccesses() {
            return !accesses.isEmpty();
        }

        @Override
        public void accessed(AddressSpace space, long address, int bytes, boolean write) {
            for (AccessWatch watch : accesses) {
                if (watch.covers(space, address, bytes, write, run.memory())) {
                    touched = watch;
                }
            }
        }

        /** Repeats what happened before. */
        private boolean travelling(HartContext context, long pc, boolean first, UserThread before) {
            boolean edited = !edits.at(tick).isEmpty();
            if (edited) {
                core.hart().surface(context);
                edits.at(tick).forEach(edit -> edit.apply(run));
                again.put(last.id(), context.pc());
                if (goal instanceof Goal.Search) {
                    look();
                }
            }
            Stop stop = goal == Goal.FORWARD ? stop(pc, first, before) : moment(pc, first, before);
            if (stop == null) {
                return edited;
            }
            if (!edited) {
                core.hart().surface(context);
            }
            return hold(stop, context) || edited;
        }

        /** The registers of the thread are shown already. */
        private boolean hold(Stop stop, HartContext context) {
            atGate = true;
            holder.held(stop);
            boolean changed = run.takeChanged();
            if (changed) {
                again.put(last.id(), context.pc());
            }
            return changed;
        }
    }

    /** Why to hold before an instruction, or null. */
    private Stop stop(long pc, boolean first, UserThread before) {
        if (!started) {
            started = true;
            begin = tick;
            return Stop.of(Stop.Reason.START, last);
        }
        if (!watches.isEmpty()) {
            Watch changed = changed();
            if (changed != null) {
                return Stop.watch(before == null ? last : before, changed.address());
            }
        }
        if (touched != null) {
            long address = touched.address();
            touched = null;
            return Stop.access(before == null ? last : before, address);
        }
        if (first && breakpoints.possible(pc) && breakpoints.contains(last.process().id(), pc)) {
            return Stop.of(Stop.Reason.BREAKPOINT, last);
        }
        if (first && steps.any() && steps.over(last, pc)) {
            return Stop.of(Stop.Reason.STEP, last);
        }
        return interruption(last);
    }

    private Stop interruption(UserThread thread) {
        if (!interrupted) {
            return null;
        }
        interrupted = false;
        goal = Goal.FORWARD;
        return Stop.of(Stop.Reason.INTERRUPT, thread);
    }

    private Watch changed() {
        Watch changed = null;
        for (Watch watch : watches) {
            if (watch.changed(run.memory())) {
                changed = watch;
            }
        }
        return changed;
    }

    /** What a moment is to a run that repeats itself; null to go on. */
    private Stop moment(long pc, boolean first, UserThread before) {
        if (goal instanceof Goal.Search search) {
            if (tick == begin) {
                look();
            }
            searchChange(before == null ? last : before);
            searchAccess(search, before == null ? last : before);
            if (tick >= search.until()) {
                throw arrived();
            }
            if (first && tick >= begin) {
                searchInstruction(search, pc);
            }
            return interruption(last);
        }
        return sought();
    }

    private void searchChange(UserThread thread) {
        Watch changed = changed();
        if (changed != null && tick > begin && ((Goal.Search) goal).thread() == 0) {
            found = new Goal.Seek(tick - 1, Stop.Reason.WATCH, id(thread), changed.address());
        }
    }

    private void searchAccess(Goal.Search search, UserThread thread) {
        if (touched != null && tick > begin && search.thread() == 0) {
            found = new Goal.Seek(tick - 1, Stop.Reason.ACCESS, id(thread), touched.address());
        }
        touched = null;
    }

    private void searchInstruction(Goal.Search search, long pc) {
        if (search.thread() == last.id()) {
            found = new Goal.Seek(tick, Stop.Reason.STEP, last.id(), 0);
        } else if (search.thread() == 0
                && breakpoints.possible(pc)
                && breakpoints.contains(last.process().id(), pc)) {
            found = new Goal.Seek(tick, Stop.Reason.BREAKPOINT, last.id(), 0);
        }
    }

    /** The search is over: now to what it found, or to an earlier stretch. */
    private Rewind arrived() {
        long from = run.searchedFrom();
        if (found != null) {
            goal = found;
        } else if (from > begin) {
            goal = new Goal.Search(from + 1, ((Goal.Search) goal).thread());
            tick = from;
        } else {
            goal = new Goal.Seek(begin, Stop.Reason.HISTORY_BEGIN, 0, 0);
        }
        return new Rewind();
    }

    /** Whether the moment is there that was sought. */
    private Stop sought() {
        touched = null;
        if (!(goal instanceof Goal.Seek seek) || tick < seek.tick()) {
            return null;
        }
        goal = Goal.FORWARD;
        UserThread thread = seek.thread() == 0 ? null : run.thread(seek.thread());
        return new Stop(seek.reason(), thread == null ? last : thread, seek.address(), 0);
    }

    private static int id(UserThread thread) {
        return thread == null ? 0 : thread.id();
    }

    @Override
    public void trapped(Core core, HartContext context, Trap trap) {
        UserThread thread = scheduler.running(core);
        boolean call = trap instanceof Trap.Syscall || trap instanceof Trap.Marker;
        if (!call) {
            again.put(thread.id(), context.pc());
        }
        kernel(thread, call ? null : fault(thread, trap));
    }

    /** What debuggers are told of a fault that the kernel cannot make good. */
    private static Stop fault(UserThread thread, Trap trap) {
        UserAreas areas = thread.process().areas();
        if (trap instanceof Trap.PageFault fault
                && areas.at(fault.address()) != null
                && areas.at(fault.address()).allows(fault.access())) {
            return null;
        }
        return Stop.fault(thread, Signal.of(trap, areas).number());
    }

    @Override
    public void stepping(Core core, Work work) {
        inKernel = scheduler.running(core);
    }

    @Override
    public void stepped(Core core, Work work, Work.Progress progress) {
        kernel(inKernel, null);
    }

    @Override
    public void dispatched(Core core) {
        kernel(scheduler.running(core), null);
    }

    /** Whether there is a process that was not there before; with a thread, so that it lives. */
    private Stop fork(UserThread parent) {
        int now = run.newestProcess();
        if (now <= newest || run.memory().process(now).threads().isEmpty()) {
            return null;
        }
        newest = now;
        return Stop.fork(parent, now);
    }

    /** The kernel did something. */
    private void kernel(UserThread by, Stop fault) {
        tick++;
        pauseForSnapshot();
        if (!started) {
            return;
        }
        UserThread thread = by == null ? last : by;
        if (goal != Goal.FORWARD || !edits.none()) {
            edits.at(tick).forEach(edit -> edit.apply(run));
        }
        Stop stop;
        if (goal instanceof Goal.Search search) {
            searchChange(thread);
            if (tick >= search.until()) {
                throw arrived();
            }
            stop = interruption(thread);
        } else if (goal instanceof Goal.Seek) {
            stop = sought();
        } else {
            Watch changed = watches.isEmpty() ? null : changed();
            stop = changed != null ? Stop.watch(thread, changed.address()) : fault;
            stop = stop == null && tellsForks ? fork(thread) : stop;
            stop = stop == null ? interruption(thread) : stop;
        }
        if (stop != null && !run.simulation().kernel().finished()) {
            atGate = false;
            holder.held(stop);
            run.takeChanged();
        }
    }
}
