package org.rustos.cli.run;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Simulation;
import org.rustos.channels.flame.RunProfile;
import org.rustos.channels.trace.RunTrace;
import org.rustos.channels.trace.TraceFilter;
import org.rustos.cli.CommandFailure;
import org.rustos.core.machine.Core;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Files in which a run leaves what happened inside it; without these options nobody looks. */
final class TraceOptions {
    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = {
                "Write a timeline in the trace-event format, for ui.perfetto.dev: cores, threads,"
                        + " kernel paths, requests. One microsecond in it is one cycle."
            })
    private Path trace;

    @Option(
            names = "--trace-filter",
            paramLabel = "NAME=VALUE",
            description = {
                "What --trace shows: cycles=FROM..TO, process=ID,.. or mechanism=ID,.. May be"
                        + " repeated."
            })
    private Map<String, String> filters = new LinkedHashMap<>();

    @Option(
            names = "--flame",
            paramLabel = "FILE",
            description = {
                "Write the cycles of all cores by stack: a flame graph where FILE ends in .svg,"
                        + " else collapsed stacks."
            })
    private Path flame;

    @Option(
            names = "--commit-log",
            paramLabel = "FILE",
            description = {
                "Write a line for each instruction of user code that took effect, in the shape of"
                        + " Spike's --log-commits: registers and memory that it changed."
            })
    private Path commitLog;

    /** Where a bare board logs its instructions, or null. */
    Path commitLog() {
        return commitLog;
    }

    /** Whether anybody looks. */
    boolean any() {
        return trace != null || flame != null || commitLog != null;
    }

    /** What is open while the simulation runs; closing it ends the files. */
    static final class Open implements AutoCloseable {
        private final Deque<AutoCloseable> instruments = new ArrayDeque<>();

        @Override
        public void close() {
            RuntimeException failure = null;
            while (!instruments.isEmpty()) {
                try {
                    instruments.pop().close();
                } catch (RuntimeException e) {
                    failure = failure == null ? e : failure;
                } catch (Exception e) {
                    throw new IllegalStateException(e); // none of ours throws it
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Refuses what cannot be meant, before anything runs. */
    void check(boolean bare) {
        if (bare && (trace != null || flame != null)) {
            String option = trace != null ? "--trace" : "--flame";
            throw CommandFailure.usage(option + ": a bare board is untimed; leave --bare out");
        }
        if (trace == null && !filters.isEmpty()) {
            throw CommandFailure.usage("--trace-filter needs --trace");
        }
        if (trace != null) {
            filter();
        }
    }

    private TraceFilter filter() {
        try {
            return TraceFilter.of(
                    filters, Mechanisms.all().stream().map(Mechanism::id).sorted().toList());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--trace-filter " + e.getMessage());
        }
    }

    /** Begins to look at a simulation that has not run yet. */
    Open attach(Guest guest, Simulation simulation) {
        Open open = new Open();
        if (trace != null) {
            open.instruments.push(
                    RunTrace.of(
                            simulation,
                            guest.mechanism().id(),
                            about(guest),
                            OutputFile.create("--trace", trace),
                            filter()));
        }
        if (commitLog != null) {
            CommitFile file = new CommitFile(OutputFile.create("--commit-log", commitLog));
            open.instruments.push(file);
            simulation.observe(file);
            for (Core core : simulation.board().cores()) {
                core.hart().logCommits(core.id(), file);
            }
        }
        if (flame != null) {
            boolean picture = flame.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
            open.instruments.push(
                    RunProfile.of(
                            simulation,
                            guest.mechanism().id(),
                            title(guest),
                            OutputFile.create("--flame", flame),
                            picture ? RunProfile.Form.SVG : RunProfile.Form.COLLAPSED));
        }
        return open;
    }

    private static String title(Guest guest) {
        return "%s over %s on %s: cycles of all cores"
                .formatted(guest.name(), guest.mechanism().id(), guest.cpu().profile().id());
    }

    private static Map<String, String> about(Guest guest) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("guest", guest.name());
        about.put("cpu", guest.cpu().profile().id());
        about.put("mechanism", guest.mechanism().id());
        about.put("gigahertz", Double.toString(guest.cpu().profile().gigahertz()));
        return about;
    }
}
