package org.rustos.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.record.OutputSeen;
import org.rustos.cli.record.RunFiles;
import org.rustos.cli.record.RunRecorder;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Keeps what was read of the host before a guest starts, for its recording. */
final class RecordedInputs implements HostInputs {
    private final SortedMap<String, List<String>> options = new TreeMap<>();
    private final Map<String, byte[]> content = new TreeMap<>();

    @Override
    public ImageFile image(String name, Supplier<String> hint) {
        ImageFile image = HOST.image(name, hint);
        content.put(RunFiles.IMAGE, image.content());
        return image;
    }

    @Override
    public SortedMap<String, byte[]> files(Workload workload, Parameters parameters)
            throws ParameterException {
        SortedMap<String, byte[]> files = HOST.files(workload, parameters);
        files.forEach(
                (path, bytes) -> {
                    String name = RunFiles.PREPARED + content.size();
                    content.put(name, bytes);
                    options.put(name, List.of(path));
                });
        return files;
    }

    /** Completes a recording by what was read before the run and by its outcome. */
    void finish(RunRecorder recorder, RunInputs inputs, List<Path> plugins, RunReport report) {
        options.putAll(inputs.options());
        if (content.containsKey(RunFiles.IMAGE)) {
            options.put("what", List.of(report.guest().name()));
        }
        if (Files.isRegularFile(Path.of(inputs.cpu()))) {
            content.put(RunFiles.PROFILE, read(Path.of(inputs.cpu())));
        }
        for (Path jar : plugins) {
            content.put("plugins/p-" + content.size() + ".jar", read(jar));
        }
        content.put(
                RunFiles.OUTCOME, outcome(report, recorder.out(), recorder.err()).getBytes(UTF_8));
        recorder.finish(options, content);
    }

    /** All that must come out again, as text. */
    static String outcome(RunReport report, OutputSeen out, OutputSeen err) {
        ObjectNode outcome = StatisticsJson.outcome(report);
        outcome.set("stdout", CanonicalJson.MAPPER.valueToTree(out));
        outcome.set("stderr", CanonicalJson.MAPPER.valueToTree(err));
        return CanonicalJson.write(outcome);
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
