package org.rustos.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Runners;
import org.rustos.bench.run.SuiteRunner;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.suite.SuiteException;
import org.rustos.bench.suite.SuiteReader;
import org.rustos.cli.bench.TerminalProgress;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.cli.record.JsonDifference;
import org.rustos.cli.record.Recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a recorded suite again and compares what it gives with what it gave, byte for byte. */
final class BenchReplay {
    private final Path folder;
    private final Recording recording;
    private final int jobs;

    BenchReplay(Path folder, Recording recording, int jobs) {
        this.folder = folder;
        this.recording = recording;
        this.jobs = jobs;
    }

    /**
     * Runs the suite.
     *
     * @return what is the same or differs, in one line
     */
    Finding run() throws InterruptedException {
        String before = new String(recording.content(folder, BenchRecording.RESULTS), UTF_8);
        List<Path> jars = plugins();
        ExperimentRunner runner = Runners.find().orElseThrow();
        ResultSet recorded = results(before);
        Suite selected;
        try {
            Suite suite =
                    SuiteReader.read(
                            folder.resolve(BenchRecording.SUITE).toString(),
                            recording.value("suite"),
                            recording.content(folder, BenchRecording.SUITE),
                            runner.catalogue());
            selected = selection().of(suite);
        } catch (SuiteException e) {
            throw Recording.bad(folder + ": this build cannot run it: " + e.getMessage());
        }
        Map<String, String> profiles = profiles();
        SuiteRunner suites =
                new SuiteRunner(runner.getClass(), jobs, TerminalProgress.forStandardError(), jars);
        ResultSet again =
                suites.run(localised(selected, profiles), recorded.version(), recorded.command())
                        .results();
        String after = CanonicalJson.write(again);
        for (Map.Entry<String, String> profile : profiles.entrySet()) {
            after = after.replace(quoted(profile.getValue()), quoted(profile.getKey()));
        }
        after = CanonicalJson.write(tree(after)); // names are keys, which are sorted
        int rows = again.rows().size();
        return after.equals(before)
                ? new Finding(true, rows + " rows, results.json is the same bytes")
                : new Finding(false, difference(tree(before), tree(after)));
    }

    private Selection selection() {
        try {
            String seed = recording.value("seed");
            return new Selection(
                    recording.values("cpu"),
                    recording.values("mechanism"),
                    recording.values("workload"),
                    seed == null ? null : Long.valueOf(seed));
        } catch (NumberFormatException e) {
            throw Recording.bad(folder + ": damaged, its seed is no number; record again");
        }
    }

    private List<Path> plugins() {
        boolean any = recording.files().keySet().stream().anyMatch(n -> n.startsWith("plugins/"));
        return any ? PluginOption.load(folder.resolve("plugins")) : List.of();
    }

    /** The recorded name of a profile to where its copy is now. */
    private Map<String, String> profiles() {
        Map<String, String> profiles = new TreeMap<>();
        recording
                .options()
                .forEach(
                        (name, values) -> {
                            if (name.startsWith("profile.") && !values.isEmpty()) {
                                String file = "profile-" + name.substring(8) + ".json";
                                recording.content(folder, file);
                                profiles.put(
                                        values.getFirst(),
                                        folder.resolve(file).toAbsolutePath().toString());
                            }
                        });
        return profiles;
    }

    private static Suite localised(Suite suite, Map<String, String> profiles) {
        return suite.with(
                suite.experiments().stream()
                        .map(e -> e.on(profiles.getOrDefault(e.cpu(), e.cpu())))
                        .toList());
    }

    private static String quoted(String text) {
        return CanonicalJson.write(text).strip();
    }

    private ResultSet results(String text) {
        try {
            return CanonicalJson.MAPPER.readValue(text, ResultSet.class);
        } catch (IOException | IllegalArgumentException e) {
            throw Recording.bad(folder.resolve(BenchRecording.RESULTS) + ": not our results");
        }
    }

    private static JsonNode tree(String text) {
        try {
            return CanonicalJson.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e); // it has been read before
        }
    }

    /** The first place where two results differ, with the row's name. */
    private static String difference(JsonNode before, JsonNode after) {
        JsonNode rows = before.path("rows");
        for (int i = 0; i < rows.size(); i++) {
            JsonNode other = after.path("rows").path(i);
            if (!rows.get(i).equals(other)) {
                JsonNode e = rows.get(i).path("experiment");
                return "row %d (%s %s %s): %s"
                        .formatted(
                                i + 1,
                                e.path("cpu").asText(),
                                e.path("mechanism").asText(),
                                e.path("workload").asText(),
                                JsonDifference.first(rows.get(i), other));
            }
        }
        return JsonDifference.first(before, after);
    }
}
