package org.rustos.cli.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every row on both sides and says where they differ. */
final class Comparison {
    private static final String ROOT_ONLY = "root";
    private static final String TRACED = "strace";
    private static final String SYNCS = "syncs";

    private final Playground ground;
    private final Programs programs;
    private final HostSide host;
    private final GuestSide guest;
    private final StraceComparison calls;
    private final boolean twice;
    private final boolean superuser;

    /**
     * Of prepared files and programs.
     *
     * @param options further options of {@code run}
     * @param twice runs the guest a second time and compares all figures
     */
    Comparison(Playground ground, Programs programs, List<String> options, boolean twice)
            throws IOException, InterruptedException {
        this.ground = ground;
        this.programs = programs;
        this.host = new HostSide(ground);
        this.guest = new GuestSide(ground.root(), options);
        this.calls = new StraceComparison(ground);
        this.twice = twice;
        this.superuser = "root".equals(System.getProperty("user.name"));
    }

    /**
     * Runs rows on several host threads.
     *
     * @param done sees each verdict, in the order of rows, as soon as those before it are there
     */
    List<Verdict> run(List<CommandLineRow> rows, int jobs, Consumer<Verdict> done)
            throws InterruptedException, IOException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<Verdict>> running = new ArrayList<>();
            for (CommandLineRow row : rows) {
                running.add(threads.submit(() -> compare(row)));
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> verdict : running) {
                verdicts.add(verdict.get());
                done.accept(verdicts.getLast());
            }
            return List.copyOf(verdicts);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Verdict compare(CommandLineRow row) throws IOException, InterruptedException {
        if (row.has(ROOT_ONLY) && !superuser) {
            return Verdict.skipped(row, "shows the owner; equal for root only");
        }
        String name = row.words().getFirst();
        boolean ours = programs.has(name);
        if (ours && programs.missing(name) != null) {
            return Verdict.skipped(row, programs.missing(name));
        }
        Path image = ground.bin().resolve(ours ? name : "busybox");
        List<String> arguments = ours ? row.words().subList(1, row.words().size()) : row.words();
        Ended native_ = host.run(image, arguments);
        long started = System.nanoTime();
        GuestSide.Run run = guest.run(image, arguments);
        double seconds = (System.nanoTime() - started) / 1e9;
        String difference = Ended.difference(native_, run.ended());
        if (!difference.isEmpty() && !run.said().isEmpty()) {
            difference += " (" + run.said().getFirst() + ")";
        }
        String unstable = twice ? change(run, guest.run(image, arguments)) : "";
        StraceComparison.Answer traced = row.has(TRACED) ? calls.compare(image, arguments) : null;
        StraceComparison.Answer syncs =
                row.has(SYNCS) ? calls.syncs(image, arguments, run.statistics()) : null;
        return new Verdict(row, difference, unstable, traced, syncs, "", run, seconds);
    }

    /** What differs between two runs that must be the same. */
    private static String change(GuestSide.Run first, GuestSide.Run second) {
        String output = Ended.difference(first.ended(), second.ended());
        if (!output.isEmpty()) {
            return "second run: " + output;
        }
        return first.statistics().equals(second.statistics())
                ? ""
                : "second run: %.3f cycles, first %.3f".formatted(second.cycles(), first.cycles());
    }
}
