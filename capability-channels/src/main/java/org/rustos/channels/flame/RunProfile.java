package org.rustos.channels.flame;

import org.rustos.channels.Simulation;
import org.rustos.channels.trace.Activity;
import org.rustos.channels.trace.TraceWriteException;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.Work;
import org.rustos.kernel.process.Scheduler;
import org.rustos.kernel.process.UserThread;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The cycles of one run by stack, written when it is over. */
public final class RunProfile implements MachineObserver, AutoCloseable {
    /** How stacks are shown. */
    public enum Form {
        /** A line for each stack, as the tools of the field read them. */
        COLLAPSED,
        /** A picture that needs nothing else. */
        SVG
    }

    private final StackNode all = StackNode.root();
    private final ThreadStacks threads = new ThreadStacks(all);
    private final Scheduler scheduler;
    private final String mechanism;
    private final List<CoreStacks> cores = new ArrayList<>();
    private final String title;
    private final OutputStream out;
    private final Form form;

    private RunProfile(
            Simulation simulation, String mechanism, String title, OutputStream out, Form form) {
        this.scheduler = simulation.kernel().scheduler();
        this.mechanism = mechanism;
        this.title = title;
        this.out = out;
        this.form = form;
        for (Core core : simulation.board().cores()) {
            cores.add(new CoreStacks(core, all));
        }
    }

    /**
     * Profiles a simulation that has not run yet.
     *
     * @param mechanism id of what carries its calls
     * @param title what ran, for people
     * @param to is closed with the profile
     */
    public static RunProfile of(
            Simulation simulation, String mechanism, String title, OutputStream to, Form form) {
        RunProfile profile = new RunProfile(simulation, mechanism, title, to, form);
        simulation.observe(profile);
        for (Core core : simulation.board().cores()) {
            CoreStacks stacks = profile.cores.get(core.id());
            core.timing().observe(stacks);
            core.hart().observe(stacks);
        }
        return profile;
    }

    private CoreStacks stacks(Core core) {
        return cores.get(core.id());
    }

    @Override
    public void running(Core core, HartContext context) {
        stacks(core).user(threads.of(scheduler.running(core)));
    }

    @Override
    public void ran(Core core, HartContext context) {
        stacks(core).stopped();
    }

    @Override
    public void trapped(Core core, HartContext context, Trap trap) {
        UserThread thread = scheduler.running(core);
        threads.of(thread).call = Activity.of(trap, thread.process(), mechanism);
    }

    @Override
    public void stepping(Core core, Work work) {
        UserThread thread = scheduler.running(core);
        if (thread == null) {
            stacks(core).kernel(work.title());
        } else {
            stacks(core).kernel(threads.of(thread));
        }
    }

    @Override
    public void stepped(Core core, Work work, Work.Progress progress) {
        stacks(core).stepped();
    }

    @Override
    public void dispatching(Core core) {
        stacks(core).kernel("schedule");
    }

    @Override
    public void dispatched(Core core) {
        stacks(core).stepped();
    }

    /** Writes it. */
    @Override
    public void close() {
        cores.forEach(CoreStacks::finish);
        all.settle();
        try (out) {
            switch (form) {
                case COLLAPSED -> CollapsedStacks.write(all, out);
                case SVG -> FlameGraph.write(all, title, out);
            }
        } catch (IOException e) {
            throw new TraceWriteException(e);
        }
    }
}
