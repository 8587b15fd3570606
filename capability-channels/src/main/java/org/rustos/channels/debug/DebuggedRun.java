package org.rustos.channels.debug;

import org.rustos.channels.Simulation;
import org.rustos.core.hart.HartContext;
import org.rustos.core.snapshot.Snapshot;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;

import java.util.List;
import java.util.function.Consumer;

/**
 * One run under a debugger: it holds where it is told to, shows what is there, and goes back in
 * time by being made again and repeating itself. What it costs the guest is nothing: as long as
 * nothing is changed, all cycles are those of a run that nobody looks at.
 */
public final class DebuggedRun implements AutoCloseable {
    /** Makes the same simulation again and again. */
    @FunctionalInterface
    public interface Maker {
        Simulation make() throws ProgramException;
    }

    /**
     * How far a queue in shared memory is.
     *
     * @param left requests that the process left there so far
     */
    public record QueueState(int process, long left, long taken, long answered) {}

    private static final long USUAL_INTERVAL = 1_000_000;

    private final Maker maker;
    private final ReplayedStreams streams;
    private final Edits edits = new Edits();
    private final Timeline timeline;
    private Simulation simulation;
    private boolean changed;
    private Snapshots snapshots;
    private long searchedFrom;
    private final long interval;
    private TargetMemory memory;
    private QueueWatch queues;

    /**
     * A run at its beginning.
     *
     * @param streams of every simulation that is made
     * @throws ProgramException if the program cannot be started
     */
    public DebuggedRun(Maker maker, ReplayedStreams streams, Holder holder)
            throws ProgramException {
        this(maker, streams, holder, USUAL_INTERVAL);
    }

    /**
     * The same with snapshots more or less often.
     *
     * @param interval moments from one snapshot to the next, at first
     */
    public DebuggedRun(Maker maker, ReplayedStreams streams, Holder holder, long interval)
            throws ProgramException {
        this.interval = interval;
        this.maker = maker;
        this.streams = streams;
        this.timeline = new Timeline(this, holder, edits);
        make();
    }

    private void make() throws ProgramException {
        simulation = maker.make();
        memory = new TargetMemory(simulation);
        queues = new QueueWatch();
        simulation.kernel().observe(queues);
        timeline.attach(simulation);
        snapshots = new Snapshots(simulation.states(queues), interval);
    }

    /** The run pauses before its next step. */
    void pauseForSnapshot() {
        simulation.pause();
        simulation.board().cores().forEach(core -> core.budget().stopSoon());
    }

    /** The moment of the snapshot at which the run began again last. */
    long searchedFrom() {
        return searchedFrom;
    }

    private void takeSnapshot() {
        Snapshot now = snapshots.take();
        if (now != null) {
            snapshots.keep(timeline.saved(now, streams.position()));
            timeline.snapshotDue(snapshots.dueAfter(timeline.tick()));
        }
    }

    private void rewind() throws ProgramException {
        Snapshots.Saved saved = snapshots.before(timeline.wanted());
        if (saved == null) {
            simulation.close();
            streams.back(ReplayedStreams.BEGIN);
            searchedFrom = 0;
            make();
        } else {
            snapshots.restore(saved);
            streams.back(saved.streams());
            searchedFrom = saved.tick();
            timeline.restored(saved);
            timeline.snapshotDue(snapshots.dueAfter(saved.tick()));
        }
    }

    /** The queues of all processes. */
    public List<QueueState> queues() {
        return queues.states();
    }

    /** The simulation as it is now; another one after each step back. */
    public Simulation simulation() {
        return simulation;
    }

    public TargetMemory memory() {
        return memory;
    }

    /** Runs to the end. */
    public Simulation.Outcome run() throws ProgramException {
        while (true) {
            try {
                Simulation.Outcome outcome = simulation.runUntil(Long.MAX_VALUE);
                if (outcome != null) {
                    return outcome;
                }
                takeSnapshot();
            } catch (Rewind earlier) {
                rewind();
            }
        }
    }

    /** Processes that live, in the order of their ids. */
    public List<Process> processes() {
        return simulation.kernel().processes().all().stream().filter(p -> !p.exited()).toList();
    }

    /** The greatest id of a process that lives. */
    int newestProcess() {
        List<Process> all = simulation.kernel().processes().all();
        int newest = 0;
        for (Process process : all) {
            newest = process.exited() ? newest : process.id();
        }
        return newest;
    }

    /** Whether to hold when a process has a child. */
    public void tellForks(boolean tells) {
        timeline.tellForks(tells);
    }

    /** A thread that lives, or null. */
    public UserThread thread(int id) {
        for (Process process : processes()) {
            for (UserThread thread : process.threads()) {
                if (thread.id() == id) {
                    return thread;
                }
            }
        }
        return null;
    }

    /** The number of this moment of the run. */
    public long moment() {
        return timeline.tick();
    }

    public void breakpoint(int process, long address) {
        timeline.breakpoints().add(process, address);
    }

    public void noBreakpoint(int process, long address) {
        timeline.breakpoints().remove(process, address);
    }

    /** Holds when these bytes change; bytes of the {@link SlotWindow} too. */
    public void watch(int process, long address, int length) {
        int owner = SlotWindow.holds(address) ? SlotWindow.process(address) : process;
        noWatch(process, address, length);
        timeline.watches().add(new Watch(owner, address, length));
    }

    public void noWatch(int process, long address, int length) {
        int owner = SlotWindow.holds(address) ? SlotWindow.process(address) : process;
        timeline.watches().removeIf(watch -> watch.is(owner, address, length));
    }

    /**
     * Holds when user code reads these bytes, or with writes: uses them.
     *
     * @return false if the harts do not tell of accesses, as without timing
     */
    public boolean watchAccess(int process, long address, int length, boolean writes) {
        AccessWatch watch = new AccessWatch(process, address, length, writes);
        noWatchAccess(process, address, length, writes);
        return simulation.board().timed() && timeline.accesses().add(watch);
    }

    public void noWatchAccess(int process, long address, int length, boolean writes) {
        timeline.accesses().remove(new AccessWatch(process, address, length, writes));
    }

    /** Nobody waits for anything any more. */
    public void release() {
        timeline.breakpoints().clear();
        timeline.watches().clear();
        timeline.accesses().clear();
        timeline.tellForks(false);
        timeline.forward();
    }

    /** Holds soon; from any thread. */
    public void interrupt() {
        timeline.interrupt();
    }

    /** When it goes on, it goes on until something holds it. */
    public void forward() {
        timeline.forward();
    }

    /** When it goes on, it holds when a thread has executed an instruction and left a range. */
    public void step(UserThread thread, long from, long to) {
        timeline.step(thread, from, to);
    }

    /** Goes back to what would have held the run last: a breakpoint, a change of watched bytes. */
    public void back() {
        timeline.back(null);
    }

    /** Goes back to before the last instruction that a thread executed. */
    public void stepBack(UserThread thread) {
        timeline.back(thread);
    }

    /** Changes registers of a thread; the run is another one from here on. */
    public void change(UserThread thread, Consumer<HartContext> how) {
        int id = thread.id();
        Edits.Edit edit =
                target -> {
                    UserThread changed = target.thread(id);
                    if (changed != null) {
                        how.accept(changed.context());
                    }
                };
        edit.apply(this);
        made(edit);
    }

    /** Changes memory where user code might; whether it did. */
    public boolean write(Process process, long address, byte[] bytes) {
        if (SlotWindow.holds(address) || !memory.write(process, address, bytes)) {
            return false;
        }
        int id = process.id();
        byte[] copy = bytes.clone();
        made(
                target -> {
                    Process changed = target.memory().process(id);
                    if (changed != null) {
                        target.memory().write(changed, address, copy);
                    }
                });
        return true;
    }

    /** Whether something was changed since this was last asked. */
    boolean takeChanged() {
        boolean taken = changed;
        changed = false;
        return taken;
    }

    private void made(Edits.Edit edit) {
        changed = true;
        snapshots.forgetAfter(timeline.tick());
        edits.made(timeline.tick(), edit);
        streams.diverged();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
