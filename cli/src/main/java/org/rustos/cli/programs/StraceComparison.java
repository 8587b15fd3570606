package org.rustos.cli.programs;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Asks whether a program makes the same calls here as strace shows natively. */
final class StraceComparison {
    private static final Path STRACE = Path.of("/usr/bin/strace");

    /** Natively the order of processes differs from run to run; ours has to be one of them. */
    private static final int ATTEMPTS = 3;

    private final Playground ground;
    private final HostSide host;
    private final GuestSide guest;
    private final String missing;

    StraceComparison(Playground ground) throws IOException, InterruptedException {
        this.ground = ground;
        this.host = new HostSide(ground);
        this.guest = new GuestSide(ground.root(), List.of("--strace", "--no-timing"));
        this.missing = probe();
    }

    /**
     * How the calls compare.
     *
     * @param difference first difference, or empty
     * @param skipped why nothing was compared, or empty
     */
    record Answer(int calls, int processes, String difference, String skipped) {
        String line() {
            if (!skipped.isEmpty()) {
                return "calls not compared: " + skipped;
            }
            String of = processes == 1 ? "" : " of " + processes + " processes";
            return difference.isEmpty()
                    ? calls + " calls" + of + ", the same as strace's"
                    : difference;
        }
    }

    private String probe() throws IOException, InterruptedException {
        if (!Files.isExecutable(STRACE)) {
            return "no strace here (apt install strace)";
        }
        Process process =
                new ProcessBuilder(STRACE.toString(), "-o", "/dev/null", "true")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor() == 0 ? "" : "strace may not trace here";
    }

    Answer compare(Path image, List<String> arguments) throws IOException, InterruptedException {
        if (!missing.isEmpty()) {
            return new Answer(0, 0, "", missing);
        }
        CallSequence here = CallSequence.ofGuest(guest.run(image, arguments).said());
        String difference = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path copy = ground.freshCopy();
            difference = here.difference(CallSequence.ofHost(trace(copy, image, arguments), copy));
            if (difference.isEmpty()) {
                break;
            }
        }
        return new Answer(here.calls(), here.processes().size(), difference, "");
    }

    /**
     * How often a program calls fsync and fdatasync, compared with its run here.
     *
     * @param statistics of that run
     */
    Answer syncs(Path image, List<String> arguments, JsonNode statistics)
            throws IOException, InterruptedException {
        if (!missing.isEmpty()) {
            return new Answer(0, 0, "", missing);
        }
        Path folder = ground.freshFolder();
        Path trace = folder.resolve("trace");
        List<String> under =
                List.of(
                        STRACE.toString(),
                        "-f",
                        "--seccomp-bpf",
                        "-e",
                        "trace=fsync,fdatasync",
                        "-o",
                        trace.toString());
        host.run(under, ground.freshCopy(), image, arguments);
        long natively;
        try (Stream<String> lines = Files.lines(trace)) {
            natively = lines.filter(line -> line.contains("sync(")).count();
        }
        Playground.remove(folder);
        JsonNode calls = statistics.path("calls");
        int here =
                calls.path("fsync").path("count").asInt()
                        + calls.path("fdatasync").path("count").asInt();
        String difference = "fsync and fdatasync: " + here + ", natively " + natively;
        return new Answer(here, 1, here == natively ? "" : difference, "");
    }

    private List<List<String>> trace(Path copy, Path image, List<String> arguments)
            throws IOException, InterruptedException {
        Path folder = ground.freshFolder();
        // Without randomised addresses, so that the heap needs the same calls in every run.
        List<String> under =
                List.of(
                        "/usr/bin/setarch",
                        "-R",
                        STRACE.toString(),
                        "-ff",
                        "-o",
                        folder.resolve("trace").toString());
        host.run(under, copy, image, arguments);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted(Comparator.comparingInt(StraceComparison::process)).toList();
        }
        List<List<String>> lines = new ArrayList<>();
        for (Path file : files) {
            lines.add(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        }
        Playground.remove(folder);
        return lines;
    }

    private static int process(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
    }
}
