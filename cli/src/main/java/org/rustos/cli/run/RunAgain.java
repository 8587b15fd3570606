package org.rustos.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.channels.Simulation;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.cli.record.Diverged;
import org.rustos.cli.record.JsonDifference;
import org.rustos.cli.record.Recording;
import org.rustos.cli.record.RunFiles;
import org.rustos.cli.record.RunPlayer;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Does a recorded run again from nothing but its recording. */
public final class RunAgain {
    private final Path folder;
    private final Recording recording;
    private long boundaries;

    public RunAgain(Path folder, Recording recording) {
        this.folder = folder;
        this.recording = recording;
    }

    /**
     * Runs to the end, or to the first difference.
     *
     * @return the difference in one line, or null if all went the same way
     */
    public String run() {
        if (recording.files().keySet().stream().anyMatch(n -> n.startsWith("plugins/"))) {
            PluginOption.load(folder.resolve("plugins"));
        }
        RunInputs inputs = RunInputs.of(recording, cpu());
        Guest guest = guest(inputs);
        int cores = inputs.cores() + guest.mechanism().kernelCores(guest.settings());
        try (RunPlayer player = new RunPlayer(folder, recording, cores);
                Simulation simulation =
                        inputs.simulation(
                                guest, player.root(), player.streams(inputs.terminal()))) {
            player.network(simulation, inputs.ports());
            player.attach(simulation);
            return compare(guest, inputs, simulation, player);
        } catch (Diverged e) {
            return e.getMessage();
        } catch (ProgramException e) {
            return "the program does not start now: " + e.getMessage();
        } catch (OutOfFramesException e) {
            return "guest RAM is used up now";
        }
    }

    /** At how many boundaries of the machine the runs were compared. */
    public long boundaries() {
        return boundaries;
    }

    private String compare(Guest guest, RunInputs inputs, Simulation simulation, RunPlayer player) {
        Simulation.Outcome outcome = simulation.run();
        boundaries = player.boundaries();
        String difference = player.finish();
        if (difference != null) {
            return difference;
        }
        String before = new String(recording.content(folder, RunFiles.OUTCOME), UTF_8);
        String after =
                RecordedInputs.outcome(
                        RunReport.of(guest, inputs, simulation, outcome, 0),
                        player.out(),
                        player.err());
        if (after.equals(before)) {
            return null;
        }
        try {
            return "the end: "
                    + JsonDifference.first(
                            CanonicalJson.MAPPER.readTree(before),
                            CanonicalJson.MAPPER.readTree(after));
        } catch (IOException e) {
            throw Recording.bad(folder.resolve(RunFiles.OUTCOME) + ": not our outcome");
        }
    }

    private String cpu() {
        return recording.files().containsKey(RunFiles.PROFILE)
                ? folder.resolve(RunFiles.PROFILE).toAbsolutePath().toString()
                : recording.value("cpu");
    }

    private Guest guest(RunInputs inputs) {
        GuestFinder finder =
                new GuestFinder(
                        inputs.cpu(), inputs.mechanism(), inputs.settings(), new FromRecording());
        try {
            return recording.files().containsKey(RunFiles.IMAGE)
                    ? finder.image(inputs.what(), inputs.arguments())
                    : finder.find(inputs.what(), inputs.arguments());
        } catch (CommandFailure e) {
            throw Recording.bad(folder + ": this build cannot run it: " + e.getMessage());
        }
    }

    private final class FromRecording implements HostInputs {
        @Override
        public ImageFile image(String name, Supplier<String> hint) {
            return new ImageFile(name, recording.content(folder, RunFiles.IMAGE));
        }

        @Override
        public SortedMap<String, byte[]> files(Workload workload, Parameters parameters) {
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (Map.Entry<String, List<String>> option : recording.options().entrySet()) {
                if (option.getKey().startsWith(RunFiles.PREPARED) && !option.getValue().isEmpty()) {
                    files.put(
                            option.getValue().getFirst(),
                            recording.content(folder, option.getKey()));
                }
            }
            return files;
        }
    }
}
