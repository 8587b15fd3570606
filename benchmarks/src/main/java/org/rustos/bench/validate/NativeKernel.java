package org.rustos.bench.validate;

import org.rustos.workloads.program.ComputeKernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The image of the compute kernels as a process of this host: in a folder of its own, without the
 * caller's environment, and not for longer than a limit.
 */
final class NativeKernel implements AutoCloseable {
    private static final long SECONDS = 20;

    private final Path folder;
    private final Path program;
    private final Path output;

    /**
     * Puts the program into a new folder.
     *
     * @throws IOException if the host has no room for it
     */
    NativeKernel() throws IOException {
        folder = Files.createTempDirectory("rustos-kernels");
        program = folder.resolve("kernels.elf");
        output = folder.resolve("output");
        for (Path path : List.of(folder, program, output)) {
            path.toFile().deleteOnExit(); // for a user who interrupts
        }
        Files.write(program, ComputeKernels.image());
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + ": cannot be made executable");
        }
    }

    /**
     * Runs one kernel and waits for it.
     *
     * @param samples measured runs, 1 to 256
     * @throws IOException if it cannot be started, fails, or takes longer than the limit: one line
     */
    KernelTimes run(String kernel, int samples) throws IOException, InterruptedException {
        int status = run(ComputeKernels.arguments(kernel, samples, true));
        if (status != 0) {
            throw new IOException("ended with status " + status + " on the host");
        }
        try {
            return KernelTimes.parse(Files.readString(output));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Why the host does not start the program, a file system without execution for one; or empty.
     */
    String refusal() throws InterruptedException {
        try {
            run(List.of(program.toString()));
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.set(0, program.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("took longer than " + SECONDS + " s on the host");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be removed", e);
        }
    }
}
