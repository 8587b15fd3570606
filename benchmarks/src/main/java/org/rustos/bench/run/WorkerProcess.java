package org.rustos.bench.run;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.suite.Experiment;
import org.rustos.bench.worker.Answer;
import org.rustos.bench.worker.Worker;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One worker JVM, started from the class path of this one. It may die at any request: that is an
 * answer, not an error.
 */
final class WorkerProcess implements AutoCloseable {
    /** The process ended, or was ended, before it answered. */
    static final class DiedException extends Exception {
        DiedException(String message) {
            super(message);
        }
    }

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final Complaints complaints;
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private volatile boolean tooLong;

    private WorkerProcess(Process process) {
        this.process = process;
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.requests =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.complaints = Complaints.of(process.getErrorStream());
    }

    /**
     * Starts a worker with the given {@link ExperimentRunner}.
     *
     * @param plugins jars behind the class path of this process
     */
    static WorkerProcess start(Class<? extends ExperimentRunner> runner, List<Path> plugins) {
        List<String> command = new ArrayList<>();
        command.add(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (inherited(argument)) {
                command.add(argument);
            }
        }
        command.add("-cp");
        StringBuilder classes = new StringBuilder(System.getProperty("java.class.path"));
        plugins.forEach(jar -> classes.append(File.pathSeparator).append(jar));
        command.add(classes.toString());
        command.add(Worker.class.getName());
        command.add(runner.getName());
        try {
            return new WorkerProcess(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Agents, dumps and archives being written belong to this process alone. */
    private static boolean inherited(String argument) {
        return !argument.startsWith("-agent")
                && !argument.startsWith("-javaagent")
                && !argument.startsWith("-Xrun")
                && !argument.startsWith("-XX:AOTCacheOutput")
                && !argument.startsWith("-XX:AOTMode")
                && !argument.startsWith("-XX:ArchiveClassesAtExit");
    }

    /**
     * Runs one experiment.
     *
     * @param seconds host time after which the worker is taken for hung and ended
     * @throws DiedException saying how it died, with the last thing it complained of
     */
    Answer ask(Experiment experiment, long seconds) throws DiedException {
        ScheduledFuture<?> end =
                watchdog.schedule(
                        () -> {
                            tooLong = true;
                            process.destroyForcibly();
                        },
                        seconds,
                        TimeUnit.SECONDS);
        try {
            requests.write(CanonicalJson.MAPPER.writeValueAsString(experiment));
            requests.newLine();
            requests.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new DiedException(howItDied(seconds));
            }
            return CanonicalJson.MAPPER.readValue(line, Answer.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("worker's answer", e);
        } catch (IOException e) {
            throw new DiedException(howItDied(seconds));
        } finally {
            end.cancel(false);
        }
    }

    private String howItDied(long seconds) {
        if (tooLong) {
            return "worker gave no answer in " + seconds + " s of host time and was ended";
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int status = process.exitValue();
        String how =
                status > 128 && status < 160
                        ? "worker died of signal " + (status - 128)
                        : "worker ended with status " + status;
        String last = complaints.last();
        return last.isEmpty() ? how : how + " (" + last + ")";
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        try {
            requests.close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process at once: this JVM is being shut down. */
    void kill() {
        process.destroyForcibly();
    }
}
