package org.rustos.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultStore;
import org.rustos.bench.suite.Experiment;
import org.rustos.bench.suite.Suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Real worker processes with a fake simulator in them. */
class SuiteRunnerTest {
    private static Experiment experiment(String mechanism, String workload) {
        return new Experiment(
                "x86-zen3",
                mechanism,
                new TreeMap<>(),
                workload,
                new TreeMap<>(),
                1,
                5,
                1,
                0,
                1000);
    }

    private static final Suite SUITE =
            new Suite(
                    "s",
                    "d",
                    "s.json",
                    "00",
                    List.of(
                            experiment("syscall", "null-call"),
                            experiment("syscall", "abort"),
                            experiment("syscall", "throw"),
                            experiment("syscall", "noisy"),
                            experiment("emergency", "file-read"),
                            experiment("direct", "null-call"),
                            experiment("syscall", "wrong")));

    private static final List<String> HEARD = Collections.synchronizedList(new ArrayList<>());
    private static SuiteRunner.Finished two;

    private static SuiteRunner.Finished run(int jobs, Progress progress)
            throws InterruptedException {
        return new SuiteRunner(FakeRunner.class, jobs, progress, List.of())
                .run(SUITE, "0", "./rustos bench s");
    }

    /** Processes are slow to start: one run with two workers serves most tests. */
    @BeforeAll
    static void runWithTwoWorkers() throws InterruptedException {
        two =
                run(
                        2,
                        new Progress() {
                            @Override
                            public void started(int experiments) {
                                HEARD.add("started " + experiments);
                            }

                            @Override
                            public void finished(ResultRow row) {
                                HEARD.add("row");
                            }

                            @Override
                            public void ended() {
                                HEARD.add("ended");
                            }
                        });
    }

    @Test
    void rowsStandInTheOrderOfTheSuiteAndADeadWorkerCostsItsRowOnly() {
        List<ResultRow> rows = two.results().rows();
        assertEquals(SUITE.experiments(), rows.stream().map(ResultRow::experiment).toList());
        assertEquals(
                List.of(
                        Status.MEASURED,
                        Status.FAILED,
                        Status.FAILED,
                        Status.MEASURED,
                        Status.NOT_APPLICABLE,
                        Status.MEASURED,
                        Status.FAILED),
                rows.stream().map(ResultRow::status).toList());
        assertEquals("worker died of signal 6", rows.get(1).reason());
        assertEquals("IllegalStateException: a bug", rows.get(2).reason());
        assertEquals("verification failed: byte 17 differs", rows.get(6).reason());
    }

    @Test
    void theNumberOfWorkersDoesNotShowInTheResults(@TempDir Path folder)
            throws InterruptedException {
        SuiteRunner.Finished one = run(1, Progress.NONE);
        assertEquals(CanonicalJson.write(one.results()), CanonicalJson.write(two.results()));
        ResultStore.write(folder, one.results(), one.environment());
        assertEquals(one.results(), ResultStore.read(folder));
    }

    @Test
    void nothingOfTheHostStandsInTheResults() {
        String json = CanonicalJson.write(two.results());
        assertFalse(json.contains(System.getProperty("user.dir")));
        assertFalse(json.contains(System.getProperty("java.runtime.version")));
        assertFalse(json.contains("seconds"));
    }

    @Test
    void progressHearsOfEveryRow() {
        assertEquals("started 7", HEARD.getFirst());
        assertEquals("ended", HEARD.getLast());
        assertEquals(7, Collections.frequency(HEARD, "row"));
    }

    @Test
    void whoIsInterruptedEndsItsWorkersAndStartsNoMore() throws InterruptedException {
        List<ResultRow> rows = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<Thread> feeder = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () ->
                        run(
                                1,
                                new Progress() {
                                    @Override
                                    public void finished(ResultRow row) {
                                        rows.add(row);
                                        feeder.set(Thread.currentThread());
                                        if (rows.size() == 1) {
                                            caller.interrupt();
                                        }
                                    }
                                }));
        feeder.get().join(60_000);
        assertFalse(feeder.get().isAlive());
        assertTrue(rows.size() <= 2, "rows after the end: " + rows.size());
    }

    @Test
    void theHostsSideIsKeptApart() {
        var environment = two.environment();
        assertEquals(7, environment.rows().size());
        assertEquals("fake 1", environment.versions().get("engine"));
        assertTrue(environment.versions().containsKey("java"));
    }
}
