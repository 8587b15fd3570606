package org.example.words;

import org.rustos.core.cpu.Isa;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.RunOutcome;
import org.rustos.workloads.Verdict;
import org.rustos.workloads.Workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the words of a text of known length: a lost or doubled byte changes the number. */
public final class WordCount implements Workload {
    private static final String ID = "word-count";
    private static final String WORDS = "words";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "read a text file page by page and count its words";
    }

    /** A suite's samples and warm-up are the first two; every workload has them. */
    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("iterations", "times that the file is read", 20, 1, 1_000_000),
                new Parameter("warmup", "times before the first stretch", 2, 0, 1_000_000),
                new Parameter(WORDS, "words in the file", 2000, 1, 100_000));
    }

    @Override
    public SortedMap<Long, String> stretches() {
        SortedMap<Long, String> stretches = new TreeMap<>();
        stretches.put(1L, "page");
        return stretches;
    }

    @Override
    public Optional<String> notApplicable(Isa isa, String mechanism) {
        return WordCount.class.getResource(path(isa, mechanism)) != null
                ? Optional.empty()
                : Optional.of(ID + " has no image for " + mechanism + " on " + isa.id());
    }

    @Override
    public byte[] image(Isa isa, String mechanism) {
        try (InputStream in = WordCount.class.getResourceAsStream(path(isa, mechanism))) {
            if (in == null) {
                throw new IllegalArgumentException("no image " + path(isa, mechanism));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Isa isa, String mechanism) {
        return "/" + isa.id() + "/" + mechanism + "/" + ID + ".elf";
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < given.get(WORDS); i++) {
            text.append("w").append(i * i % 9973).append(i % 11 == 10 ? '\n' : ' ');
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("/data/text", text.toString().getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    @Override
    public List<String> arguments(Parameters given) {
        List<String> arguments = new ArrayList<>(List.of(ID));
        given.values().forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }

    @Override
    public Verdict verify(RunOutcome outcome) {
        boolean right = outcome.exitStatus() == 0 && outcome.verdicts().equals(List.of(1L));
        return new Verdict(right, right ? "every word was counted" : "the number is wrong");
    }
}
