package org.rustos.cli.bench;

import org.rustos.bench.report.Report;
import org.rustos.bench.result.ResultStore;
import org.rustos.bench.run.SuiteRunner;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.doctor.DoctorCommand;
import org.rustos.cli.replay.BenchRecording;
import org.rustos.core.Sha256;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a finished suite leaves behind, whoever had it run: results, environment, recording, page.
 */
public record SuiteFolder(Path folder) {
    /**
     * Writes all of it.
     *
     * @param suite whole, as it was read
     * @param selection what of it was run
     * @return the page
     */
    public Path write(
            SuiteRunner.Finished finished,
            String suiteName,
            Suite suite,
            Selection selection,
            List<Path> plugins) {
        ResultStore.write(
                folder,
                finished.results(),
                finished.environment().with(DoctorCommand.summary()).with(hashes(plugins)));
        BenchRecording.write(folder, suiteName, suite, selection, plugins, finished.results());
        return Report.write(folder, finished.results());
    }

    /** Which plug-ins took part, byte for byte. */
    private static SortedMap<String, String> hashes(List<Path> jars) {
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Path jar : jars) {
            try {
                hashes.put("plugin." + jar.getFileName(), Sha256.hex(Files.readAllBytes(jar)));
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.BAD_INPUT, jar + ": " + e.getMessage());
            }
        }
        return hashes;
    }
}
