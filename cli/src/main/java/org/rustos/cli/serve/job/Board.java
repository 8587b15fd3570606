package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.suite.SuiteException;
import org.rustos.bench.suite.Suites;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.run.GuestFinder;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Starts jobs, so many at a time, and remembers them, so many. */
public final class Board implements Jobs, AutoCloseable {
    /** Jobs that wait for their turn; more are refused. */
    private static final int MOST_WAITING = 8;

    /** Jobs that are over and still shown. */
    private static final int MOST_REMEMBERED = 24;

    private static final int MOST_CORES = 16;
    private static final long MOST_CYCLES = 100_000_000_000L;

    /**
     * What limits and equips the jobs.
     *
     * @param workers processes of a suite
     * @param guests guests that run at once; suites run one after the other
     * @param plugins jars
     * @param pluginArgument what the plug-ins add to a command line
     */
    public record Setup(
            ExperimentRunner runner,
            int workers,
            int guests,
            List<Path> plugins,
            String pluginArgument) {}

    private final Setup setup;
    private final ResultFolders folders;
    private final AtomicLong version = new AtomicLong();
    private final TreeMap<Integer, Job> jobs = new TreeMap<>();
    private final ExecutorService suites;
    private final ExecutorService guests;
    private int lastId;

    public Board(Setup setup, ResultFolders folders) {
        this.setup = setup;
        this.folders = folders;
        this.suites = Executors.newFixedThreadPool(1, daemon("suite"));
        this.guests = Executors.newFixedThreadPool(setup.guests(), daemon("guest"));
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }

    @Override
    public long version() {
        return version.get();
    }

    private void changed() {
        version.incrementAndGet();
    }

    @Override
    public Feed feed(int id) throws Refusal {
        return job(id).feed();
    }

    Job job(int id) throws Refusal {
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job == null) {
                throw new Refusal("no job " + id + " (any more)");
            }
            return job;
        }
    }

    @Override
    public ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        synchronized (jobs) {
            jobs.descendingMap().values().forEach(job -> list.add(job.line()));
        }
        return list;
    }

    @Override
    public int suite(String name, Selection selection) throws Refusal {
        if (!Catalogues.SUITES.contains(name)) {
            throw new Refusal("no suite '" + name + "' can be started here");
        }
        for (String cpu : selection.cpus()) {
            known("CPU model", cpu, CpuModelFinder.ids());
        }
        try {
            Suite suite = Suites.load(name, setup.runner().catalogue());
            SuiteJob.Plan plan =
                    new SuiteJob.Plan(
                            suite,
                            selection,
                            setup.runner().getClass(),
                            setup.workers(),
                            setup.plugins(),
                            setup.pluginArgument());
            return start(suites, id -> new SuiteJob(id, plan, folders, this::changed));
        } catch (SuiteException e) {
            throw new Refusal(e.getMessage());
        }
    }

    @Override
    public int guest(GuestWish wish) throws Refusal {
        Workload workload =
                Workloads.load()
                        .find(wish.workload())
                        .orElseThrow(() -> new Refusal("no workload '" + wish.workload() + "'"));
        known("CPU model", wish.cpu(), CpuModelFinder.ids());
        range("cores", wish.cores(), 1, MOST_CORES);
        range("pace", wish.pace(), 0, MOST_CYCLES);
        range("cycles", wish.maxCycles(), 1, MOST_CYCLES);
        checkSettings(workload, wish);
        try {
            GuestJob.Plan plan =
                    new GuestJob.Plan(
                            new GuestFinder(wish.cpu(), wish.mechanism(), wish.settings())
                                    .find(workload.id(), List.of()),
                            wish.cores(),
                            wish.pace(),
                            wish.maxCycles());
            return start(guests, id -> new GuestJob(id, plan, this::changed));
        } catch (CommandFailure e) {
            throw new Refusal(e.getMessage());
        }
    }

    /** A workload's texts name files of the host: those are for the command line. */
    private static void checkSettings(Workload workload, GuestWish wish) throws Refusal {
        List<String> names = new ArrayList<>();
        workload.parameters().stream().map(Parameter::name).forEach(names::add);
        Mechanism mechanism = Mechanisms.get(wish.mechanism());
        if (mechanism == null) {
            throw new Refusal("no mechanism '" + wish.mechanism() + "'");
        }
        mechanism.settings().forEach(setting -> names.add(setting.name()));
        for (Map.Entry<String, String> setting : wish.settings().entrySet()) {
            known("setting", setting.getKey(), names);
            if (!setting.getValue().matches("[\\w.,:+-]{1,40}")) {
                throw new Refusal("setting " + setting.getKey() + ": no such value");
            }
        }
    }

    private static void known(String what, String id, List<String> ids) throws Refusal {
        if (!ids.contains(id)) {
            throw new Refusal("no " + what + " '" + id + "'");
        }
    }

    private static void range(String what, long value, long least, long most) throws Refusal {
        if (value < least || value > most) {
            throw new Refusal(what + " " + value + ": give " + least + " to " + most);
        }
    }

    @FunctionalInterface
    private interface Maker {
        Job make(int id) throws Refusal;
    }

    private int start(ExecutorService where, Maker maker) throws Refusal {
        Job job;
        synchronized (jobs) {
            long waiting =
                    jobs.values().stream().filter(j -> j.state() == Job.State.WAITING).count();
            if (waiting >= MOST_WAITING) {
                throw new Refusal(
                        waiting + " jobs wait already; cancel one or wait until one is over");
            }
            job = maker.make(lastId + 1);
            lastId = job.id();
            jobs.put(job.id(), job);
            forget();
            job.runs(where.submit(job));
        }
        changed();
        return job.id();
    }

    private void forget() {
        List<Job> over = jobs.values().stream().filter(Job::over).toList();
        over.stream()
                .limit(Math.max(0, over.size() - MOST_REMEMBERED))
                .forEach(job -> jobs.remove(job.id()));
    }

    @Override
    public void cancel(int id) throws Refusal {
        job(id).cancel();
    }

    /** Ends all jobs. */
    @Override
    public void close() {
        suites.shutdownNow();
        guests.shutdownNow();
    }
}
