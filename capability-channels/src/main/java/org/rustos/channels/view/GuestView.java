package org.rustos.channels.view;

import org.rustos.channels.Simulation;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.Work;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;

import java.util.Arrays;
import java.util.List;

/**
 * What people see of a run while it goes on. The run writes here between two steps of its machine;
 * any other thread may {@link #read}.
 */
public final class GuestView implements MachineObserver, AutoCloseable {
    /** Is told of every sample, on the thread of the run; may take its time, or throw to end it. */
    @FunctionalInterface
    public interface Listener {
        void sampled(Sample sample);
    }

    /**
     * Where a reader has got to; {@link #NOTHING} has seen nothing.
     *
     * @param thinned how often the samples had been thinned out
     * @param samples how many of them it has
     * @param change of the holdings
     */
    public record Mark(int thinned, int samples, long change) {
        public static final Mark NOTHING = new Mark(-1, 0, 0);
    }

    /**
     * What a reader does not know yet.
     *
     * @param anew forget the samples that are known: these are all
     * @param queues every queue: number, process, entries
     * @param left holdings that are not remembered
     * @param next what to ask with the next time
     */
    public record Excerpt(
            boolean anew,
            List<Sample> samples,
            List<Holding> holdings,
            List<ProcessLife> processes,
            List<Queue> queues,
            long left,
            Mark next) {}

    /**
     * A queue in shared memory.
     *
     * @param entries places for requests, and as many for answers
     */
    public record Queue(int number, int process, int entries) {}

    private final Listener listener;
    private final HoldingLog holdings = new HoldingLog();
    private final Timeline timeline = new Timeline();
    // The machine; let go of when it is over.
    private List<Core> cores;
    private Census census;
    private QueueWatch queues = new QueueWatch();
    private Core current;
    private long nextMc;
    private long lastMc = -1;
    private volatile List<ProcessLife> processes = List.of();
    private volatile List<Queue> known = List.of();

    private GuestView(Simulation simulation, Listener listener) {
        this.cores = simulation.board().cores();
        this.listener = listener;
        this.census = new Census(simulation.kernel(), holdings, this::nowMc);
    }

    /** Looks at a simulation that has not run yet. */
    public static GuestView of(Simulation simulation, Listener listener) {
        GuestView view = new GuestView(simulation, listener);
        simulation.observe(view);
        simulation.kernel().observe(view.queues);
        return view;
    }

    private long nowMc() {
        return current == null ? 0 : current.clockMc();
    }

    @Override
    public long nextLookMc() {
        return nextMc;
    }

    @Override
    public void running(Core core, HartContext context) {
        at(core);
    }

    @Override
    public void stepping(Core core, Work work) {
        at(core);
    }

    @Override
    public void dispatching(Core core) {
        at(core);
    }

    /** Something starts on a core, the one with the earliest clock: that is the machine's time. */
    private void at(Core core) {
        current = core;
        census.check();
        if (core.clockMc() >= nextMc) {
            sample(core.clockMc());
        }
    }

    @Override
    public void stopped(ExitReason reason) {
        long end = 0;
        for (Core core : cores) {
            if (core.clockMc() >= end) {
                end = core.clockMc();
                current = core;
            }
        }
        census.check();
        sample(end);
    }

    private void sample(long atMc) {
        holdings.checkEpochs(atMc);
        census.look();
        processes = census.lives();
        known = queues.known();
        Sample sample = count(Math.max(atMc, lastMc));
        lastMc = sample.atMc();
        timeline.add(sample);
        nextMc = timeline.next(lastMc);
        listener.sampled(sample);
    }

    private Sample count(long atMc) {
        long instructions = 0;
        long[] sums = new long[Category.values().length];
        for (Core core : cores) {
            instructions += core.hart().instructions();
            Account account = core.ledger().account();
            for (Category category : Category.values()) {
                sums[category.ordinal()] += account.categoryMc(category);
            }
        }
        return new Sample(
                atMc,
                instructions,
                Arrays.stream(sums).boxed().toList(),
                queues.look(),
                holdings.held(),
                holdings.revoked());
    }

    /** The machine is gone: lets go of it, and keeps what was seen. */
    @Override
    public void close() {
        cores = List.of();
        census = null;
        queues = null;
        current = null;
        holdings.close();
    }

    /** What is new to somebody who got as far as a mark; from any thread. */
    public Excerpt read(Mark mark) {
        Timeline.Part part = timeline.since(mark.thinned(), mark.samples());
        List<Holding> changed = holdings.since(mark.change());
        long change = changed.stream().mapToLong(Holding::change).max().orElse(mark.change());
        return new Excerpt(
                part.anew(),
                part.samples(),
                changed,
                processes,
                known,
                holdings.left(),
                new Mark(part.thinned(), part.position(), change));
    }
}
