package org.rustos.cli.replay;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.Message;
import org.rustos.cli.record.Recording;
import org.rustos.cli.run.RunAgain;
import org.rustos.core.EmulatorVersion;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Does again what a folder recorded and says whether it went the same way, bit for bit. */
@Command(
        name = "replay",
        description = {
            "Runs again what a folder recorded, needs nothing but the folder, and verifies that it"
                    + " goes the same way bit for bit.",
            "",
            "DIR is the folder of a 'run --record' or the result folder of a 'bench --out'.",
            "Exit code 76 if something differs, with the place of the first difference; 65 if DIR"
                    + " is no recording or is damaged."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of the recording.")
    private Path folder;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Worker processes for a suite; default: host cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1) {
            throw CommandFailure.usage("--jobs " + jobs + ": needs at least 1");
        }
        Path nested = folder.resolve(BenchRecording.FOLDER);
        Path place = Files.isDirectory(nested) ? nested : folder;
        Recording recording = Recording.read(place);
        if (!recording.version().equals(EmulatorVersion.VERSION)) {
            say(
                    "warning: recorded by version %s, this is %s: a difference may be a change"
                            .formatted(recording.version(), EmulatorVersion.VERSION));
        }
        Finding finding =
                switch (recording.kind()) {
                    case BENCH -> new BenchReplay(place, recording, jobs).run();
                    case RUN -> run(new RunAgain(place, recording));
                };
        say((finding.same() ? "replayed bit-identically: " : "differs: ") + finding.text());
        return (finding.same() ? ExitCode.OK : ExitCode.VERIFICATION).code();
    }

    private static Finding run(RunAgain again) {
        String difference = again.run();
        return difference == null
                ? new Finding(true, "a run, compared at " + again.boundaries() + " boundaries")
                : new Finding(false, difference);
    }

    private void say(String line) {
        spec.commandLine().getErr().println(Message.line(line));
        spec.commandLine().getErr().flush();
    }
}
