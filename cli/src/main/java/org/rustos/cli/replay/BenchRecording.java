package org.rustos.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.suite.Suites;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.record.Recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A suite's recording: its text, the selection, profiles and plug-ins that were files of the host,
 * and the results to be had again. It stands in a folder of the result folder.
 */
public final class BenchRecording {
    /** Name of the recording in a result folder. */
    public static final String FOLDER = "recording";

    static final String SUITE = "suite.json";
    static final String RESULTS = "results.json";

    private BenchRecording() {}

    /** Records a finished suite in its result folder. */
    public static void write(
            Path results,
            String suiteName,
            Suite suite,
            Selection selection,
            List<Path> plugins,
            ResultSet set) {
        SortedMap<String, List<String>> options = new TreeMap<>();
        options.put("suite", List.of(suite.source()));
        options.put("cpu", selection.cpus());
        options.put("mechanism", selection.mechanisms());
        options.put("workload", selection.workloads());
        options.put("seed", selection.seed() == null ? List.of() : List.of("" + selection.seed()));
        Map<String, byte[]> files = new TreeMap<>();
        files.put(SUITE, Suites.content(suiteName));
        files.put(RESULTS, CanonicalJson.write(set).getBytes(UTF_8));
        Set<String> profiles = new LinkedHashSet<>(selection.cpus());
        set.rows().forEach(row -> profiles.add(row.experiment().cpu()));
        for (String cpu : profiles) {
            if (Files.isRegularFile(Path.of(cpu))) {
                options.put("profile." + files.size(), List.of(cpu));
                files.put("profile-" + files.size() + ".json", read(Path.of(cpu)));
            }
        }
        for (Path jar : plugins) {
            files.put("plugins/p-" + files.size() + ".jar", read(jar));
        }
        Recording.write(results.resolve(FOLDER), Recording.Kind.BENCH, options, files);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, file + ": cannot be recorded (" + e.getMessage() + ")");
        }
    }
}
