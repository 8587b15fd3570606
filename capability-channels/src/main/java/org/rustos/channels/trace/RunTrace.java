package org.rustos.channels.trace;

import org.rustos.channels.Simulation;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.MarkerKind;
import org.rustos.core.machine.Work;
import org.rustos.kernel.process.Scheduler;
import org.rustos.kernel.process.UserThread;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The timeline of one run, written while it goes on: who ran where, what the kernel did for it, and
 * how requests travelled between cores.
 */
public final class RunTrace implements MachineObserver, AutoCloseable {
    private final TraceEvents out;
    private final String mechanism;
    private final Scheduler scheduler;
    private final ThreadTracks threads;
    private final Requests requests;
    private final List<CoreTrack> cores = new ArrayList<>();
    private final List<Core> hardware;

    private RunTrace(Simulation simulation, String mechanism, TraceEvents out, TraceFilter filter) {
        this.out = out;
        this.mechanism = mechanism;
        this.scheduler = simulation.kernel().scheduler();
        this.threads = new ThreadTracks(out, filter);
        this.hardware = simulation.board().cores();
        out.title("process_name", Track.OF_CORES, "cores, 1 us = 1 cycle");
        for (Core core : hardware) {
            cores.add(new CoreTrack(core, out, filter));
        }
        String carrier = mechanism.equals("rustos") ? "channel" : mechanism;
        this.requests = new Requests(out, filter, carrier, this::track);
    }

    /**
     * Traces a simulation that has not run yet.
     *
     * @param mechanism id of what carries its calls
     * @param about what the run is, for the file's header
     * @throws TraceWriteException here, while it runs and at the end, if the host takes no more
     */
    public static RunTrace of(
            Simulation simulation,
            String mechanism,
            Map<String, String> about,
            OutputStream to,
            TraceFilter filter) {
        Map<String, String> header = new LinkedHashMap<>(about);
        header.put("unit", "1 us is 1 core cycle");
        RunTrace trace = new RunTrace(simulation, mechanism, new TraceEvents(to, header), filter);
        simulation.observe(trace);
        simulation.kernel().observe(trace.requests);
        for (Core core : trace.hardware) {
            core.timing().observe(trace.track(core));
        }
        return trace;
    }

    private CoreTrack track(Core core) {
        return cores.get(core.id());
    }

    @Override
    public void running(Core core, HartContext context) {
        UserThread thread = scheduler.running(core);
        String name = "process " + thread.process().id();
        track(core).go(new Activity(name, Activity.USER, ""), threads.of(thread));
    }

    @Override
    public void ran(Core core, HartContext context) {
        track(core).pause();
        requests.ran(core, scheduler.running(core).process());
    }

    @Override
    public void trapped(Core core, HartContext context, Trap trap) {
        UserThread thread = scheduler.running(core);
        if (trap instanceof Trap.Marker marker && track(core).shown()) {
            out.instant(track(core).track(), name(marker), "marker", core.clockMc());
        }
        threads.of(thread).call = Activity.of(trap, thread.process(), mechanism);
    }

    private static String name(Trap.Marker marker) {
        return switch (marker.kind()) {
            case MarkerKind.BEGIN -> "begin " + marker.value();
            case MarkerKind.END -> "end of " + marker.value();
            case MarkerKind.VERIFY -> "verify " + marker.value();
            case MarkerKind.REPORT -> "report " + marker.value();
            default -> "marker " + marker.kind();
        };
    }

    @Override
    public void stepping(Core core, Work work) {
        UserThread thread = scheduler.running(core);
        if (thread == null) {
            track(core).go(new Activity(work.title(), Activity.KERNEL, requests.mechanism()), null);
        } else {
            ThreadTracks.Known known = threads.of(thread);
            track(core).go(known.call, known);
        }
    }

    @Override
    public void stepped(Core core, Work work, Work.Progress progress) {
        track(core).pause();
        if (progress == Work.Progress.PARKED) {
            track(core).close();
        }
    }

    @Override
    public void dispatching(Core core) {
        track(core).go(new Activity("schedule", Activity.KERNEL, ""), null);
    }

    @Override
    public void dispatched(Core core) {
        track(core).pause();
    }

    /** Ends what is open and the file. */
    @Override
    public void close() {
        Core last = Collections.max(hardware, Comparator.comparingLong(Core::clockMc));
        requests.finish(track(last), last.clockMc());
        cores.forEach(CoreTrack::close);
        out.close();
    }
}
