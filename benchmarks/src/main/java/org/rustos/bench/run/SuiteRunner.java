package org.rustos.bench.run;

import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Environment;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.suite.Experiment;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.worker.Answer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a suite on several worker processes. Rows come back in the order of the suite, whatever
 * finished first; a worker that dies costs its row and is replaced.
 */
public final class SuiteRunner {
    /** Host seconds after which a row is taken for hung; far above any honest row. */
    private static final long HUNG_SECONDS = 900;

    private final Class<? extends ExperimentRunner> runner;
    private final int jobs;
    private final Progress progress;
    private final List<Path> plugins;
    private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** What a suite gave: the portable part and the host's part. */
    public record Finished(ResultSet results, Environment environment) {}

    /**
     * A runner of suites.
     *
     * @param jobs worker processes, 1 or more
     * @param plugins jars that the workers see too
     */
    public SuiteRunner(
            Class<? extends ExperimentRunner> runner,
            int jobs,
            Progress progress,
            List<Path> plugins) {
        this.runner = runner;
        this.jobs = jobs;
        this.progress = progress;
        this.plugins = List.copyOf(plugins);
    }

    /**
     * Runs all experiments.
     *
     * @param command what gives these results again, for the report
     * @throws InterruptedException if the calling thread is interrupted; the workers are ended, and
     *     this runner runs nothing more
     */
    public Finished run(Suite suite, String version, String command) throws InterruptedException {
        long start = System.nanoTime();
        List<Experiment> experiments = suite.experiments();
        Answer[] answers = new Answer[experiments.size()];
        progress.started(answers.length);
        Thread killer =
                new Thread(
                        () -> {
                            stopping = true;
                            alive.forEach(WorkerProcess::kill);
                        });
        Runtime.getRuntime().addShutdownHook(killer);
        int used = Math.clamp(answers.length, 1, jobs);
        try {
            work(experiments, answers, used);
            if (stopping) {
                // This JVM is being ended: nobody may take half a suite for a whole one.
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException e) {
            stopping = true;
            throw e;
        } finally {
            alive.forEach(WorkerProcess::kill);
            forget(killer);
            progress.ended();
        }
        return finished(suite, version, command, answers, used, System.nanoTime() - start);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown has begun and the hook runs: that is what it is for.
        }
    }

    private void work(List<Experiment> experiments, Answer[] answers, int used)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Throwable> bugs = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < used; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .name("worker-" + i)
                            .uncaughtExceptionHandler((_, bug) -> bugs.add(bug))
                            .start(() -> feedOne(experiments, answers, next)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!bugs.isEmpty()) {
            throw new IllegalStateException("the runner broke", bugs.getFirst());
        }
    }

    private void feedOne(List<Experiment> experiments, Answer[] answers, AtomicInteger next) {
        WorkerProcess worker = null;
        try {
            for (int i = next.getAndIncrement();
                    i < answers.length && !stopping;
                    i = next.getAndIncrement()) {
                if (worker == null) {
                    worker = WorkerProcess.start(runner, plugins);
                    alive.add(worker);
                    if (stopping) {
                        return; // whoever ends the workers may not have seen this one
                    }
                }
                long start = System.nanoTime();
                try {
                    answers[i] = worker.ask(experiments.get(i), HUNG_SECONDS);
                } catch (WorkerProcess.DiedException e) {
                    alive.remove(worker);
                    worker.close();
                    worker = null;
                    answers[i] =
                            died(experiments.get(i), e.getMessage(), System.nanoTime() - start);
                }
                synchronized (progress) {
                    progress.finished(answers[i].row());
                }
            }
        } finally {
            if (worker != null) {
                alive.remove(worker);
                worker.close();
            }
        }
    }

    private static Answer died(Experiment experiment, String how, long nanos) {
        return new Answer(ResultRow.failed(experiment, how), null, new TreeMap<>(), nanos, 0);
    }

    private static Finished finished(
            Suite suite, String version, String command, Answer[] answers, int jobs, long nanos) {
        SortedMap<String, CpuSheet> cpus = new TreeMap<>();
        SortedMap<String, String> engines = new TreeMap<>();
        List<ResultRow> rows = new ArrayList<>();
        List<Environment.Row> hostRows = new ArrayList<>();
        for (Answer answer : Arrays.asList(answers)) {
            rows.add(answer.row());
            engines.putAll(answer.engines());
            if (answer.cpu() != null) {
                cpus.putIfAbsent(answer.row().experiment().cpu(), answer.cpu());
            }
            hostRows.add(
                    Environment.Row.of(
                            answer.row().experiment().label(),
                            answer.nanos(),
                            answer.instructions()));
        }
        ResultSet results =
                new ResultSet(
                        ResultSet.FORMAT,
                        version,
                        suite.id(),
                        suite.description(),
                        suite.hash(),
                        command,
                        cpus,
                        rows);
        return new Finished(results, Environment.here(engines, jobs, nanos, hostRows));
    }
}
