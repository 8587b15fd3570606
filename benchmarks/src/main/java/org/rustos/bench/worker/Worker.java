package org.rustos.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Main class of a worker process. It reads experiments from standard input, one JSON line each,
 * answers each by one line on standard output and ends when its input ends.
 *
 * <p>Whatever else prints to standard output goes to standard error, so that it cannot break an
 * answer.
 */
public final class Worker {
    private final ExperimentRunner runner;
    private final ObjectMapper json = CanonicalJson.MAPPER;

    private Worker(ExperimentRunner runner) {
        this.runner = runner;
    }

    /**
     * Serves until the input ends.
     *
     * @param args the class name of the {@link ExperimentRunner}
     */
    public static void main(String[] args) throws IOException {
        PrintStream answers =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new Worker(runner(args[0]))
                .serve(
                        new BufferedReader(
                                new InputStreamReader(
                                        new FileInputStream(FileDescriptor.in),
                                        StandardCharsets.UTF_8)),
                        answers);
    }

    private static ExperimentRunner runner(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(ExperimentRunner.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no runner " + className, e);
        }
    }

    private void serve(BufferedReader requests, PrintStream answers) throws IOException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Answer answer = answer(json.readValue(line, Experiment.class));
            answers.println(json.writeValueAsString(answer));
            answers.flush();
        }
    }

    private Answer answer(Experiment experiment) {
        long start = System.nanoTime();
        Outcome outcome = outcome(experiment);
        long nanos = System.nanoTime() - start;
        CpuSheet cpu = null;
        long instructions = 0;
        if (outcome instanceof Outcome.Measured run) {
            cpu = CpuSheet.of(run.profile(), run.paths());
            instructions = run.instructions();
        }
        return new Answer(row(experiment, outcome), cpu, runner.environment(), nanos, instructions);
    }

    private Outcome outcome(Experiment experiment) {
        try {
            return runner.run(experiment);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new Outcome.Failed(bug(e));
        }
    }

    private static ResultRow row(Experiment experiment, Outcome outcome) {
        try {
            return ResultRow.of(experiment, outcome);
        } catch (RuntimeException e) {
            return ResultRow.failed(experiment, bug(e));
        }
    }

    /** The trace goes to standard error; the row gets what a reader can act on. */
    private static String bug(Throwable e) {
        e.printStackTrace();
        String message =
                e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
        return e.getClass().getSimpleName() + message;
    }
}
