package org.rustos.cli.serve.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.channels.Simulation;
import org.rustos.channels.view.GuestView;
import org.rustos.channels.view.Sample;
import org.rustos.cli.run.Ending;
import org.rustos.cli.run.Guest;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A guest that runs and is looked at. It runs as fast as the host can, or at a pace that people can
 * follow; its cycles are the same.
 */
final class GuestJob extends Job {
    private static final long RAM_BYTES = 256L << 20;

    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/");

    /**
     * What to run.
     *
     * @param pace simulated cycles per second of host time; 0 for as many as there can be
     * @param maxCycles where it is stopped
     */
    record Plan(Guest guest, int cores, long pace, long maxCycles) {}

    private final Plan plan;
    private final Transcript output = new Transcript();
    private volatile GuestView view;
    private volatile Sample last;
    private long startedNanos;

    GuestJob(int id, Plan plan, Runnable changed) {
        super(
                id,
                "%s over %s on %s"
                        .formatted(
                                plan.guest().name(),
                                plan.guest().mechanism().id(),
                                plan.guest().cpu().profile().id()),
                changed);
        this.plan = plan;
    }

    @Override
    String kind() {
        return "guest";
    }

    @Override
    String work() throws Refusal {
        Guest guest = plan.guest();
        try (Simulation simulation = new Simulation(plan())) {
            if (guest.remote() != null) {
                simulation.attach(guest.remote());
            }
            startedNanos = System.nanoTime();
            try (GuestView looking = GuestView.of(simulation, this::sampled)) {
                view = looking;
                Simulation.Outcome outcome = simulation.run();
                outcome.notices().forEach(notice -> output.add(notice + "\n"));
                return said(simulation, outcome);
            }
        } catch (ProgramException e) {
            throw new Refusal(e.getMessage());
        } catch (OutOfFramesException e) {
            throw new Refusal("guest RAM is used up");
        }
    }

    private String said(Simulation simulation, Simulation.Outcome outcome) throws Refusal {
        Ending ending =
                Ending.of(
                        outcome,
                        simulation.kernel().processes().first(),
                        plan.guest().workload(),
                        plan.maxCycles());
        String line =
                ending.reason()
                        + ", status "
                        + ending.exitCode()
                        + (ending.message().isEmpty() ? "" : ": " + ending.message());
        if (ending.exitCode() != 0) {
            throw new Refusal(line);
        }
        return ending.verdict() == null ? line : line + ", " + ending.verdict().text();
    }

    private Simulation.Plan plan() {
        Guest guest = plan.guest();
        return new Simulation.Plan(
                guest.cpu(),
                guest.mechanism(),
                guest.settings(),
                guest.image(),
                guest.arguments(),
                ENVIRONMENT,
                RAM_BYTES,
                plan.cores(),
                false,
                true,
                plan.maxCycles(),
                KernelConfig.DEFAULT,
                null,
                guest.files(),
                new Simulation.Streams((_, _, _) -> -1, output::write, output::write, false));
    }

    /** On the thread of the run, between two steps: the only place where it waits or ends early. */
    private void sampled(Sample sample) {
        last = sample;
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException();
        }
        if (plan.pace() > 0) {
            double dueNanos = sample.atMc() / 1000.0 / plan.pace() * 1e9;
            long early = (long) dueNanos - (System.nanoTime() - startedNanos);
            if (early > 0) {
                pause(early);
            }
        }
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw new CancelledException();
        }
    }

    @Override
    void describe(ObjectNode line) {
        Sample now = last;
        line.put("mechanism", plan.guest().mechanism().id());
        line.put("gigahertz", plan.guest().cpu().profile().gigahertz());
        line.put("cycles", now == null ? 0 : now.atMc() / 1000);
    }

    @Override
    public Feed feed() {
        return new GuestFeed(id(), () -> view, output);
    }

    /** The last of what the guest wrote. */
    static final class Transcript {
        private static final int MOST = 4096;

        private final StringBuilder text = new StringBuilder();
        private long version;

        void write(byte[] bytes, int offset, int length) {
            add(new String(bytes, offset, length, UTF_8));
        }

        synchronized void add(String more) {
            version++;
            text.append(more);
            if (text.length() > MOST) {
                text.delete(0, text.length() - MOST);
            }
        }

        /** Grows with every write. */
        synchronized long version() {
            return version;
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
