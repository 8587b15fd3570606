package org.rustos.cli.record;

import org.rustos.channels.Simulation;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.forward.EventLog;
import org.rustos.kernel.file.HostEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Records one run: everything that it reads passes through here, and at the end what came out. A
 * run that is interrupted leaves a folder without an index, which is no recording.
 */
public final class RunRecorder implements AutoCloseable {
    /**
     * User code stops for an entry of the trail after so many cycles: how exact a replay can be.
     */
    static final long LOOK_CYCLES = 1000;

    private final Path folder;
    private final SortedMap<String, RecordFile> files = new TreeMap<>();
    private final TrailRecorder trail;
    private OutputDigest out;
    private OutputDigest err;

    /**
     * Begins a recording.
     *
     * @param folder new, or empty
     * @param cores of the simulation
     */
    public RunRecorder(Path folder, int cores) {
        this.folder = folder;
        makeEmpty(folder);
        this.trail = new TrailRecorder(file(RunFiles.TRAIL), cores);
    }

    private static void makeEmpty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw CommandFailure.usage(
                            "--record " + folder + ": is not empty; name a new folder");
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ENGINE,
                    "--record " + folder + ": cannot be made; name a folder in one of yours");
        }
    }

    private RecordFile file(String name) {
        RecordFile file = new RecordFile(folder.resolve(name));
        files.put(name, file);
        return file;
    }

    /** The streams of the guest, recorded. */
    public Simulation.Streams streams(Simulation.Streams real) {
        out = new OutputDigest(real.out(), trail);
        err = new OutputDigest(real.err(), trail);
        InputRecorder in = new InputRecorder(real.in(), file(RunFiles.INPUT), trail);
        return new Simulation.Streams(in, out, err, real.terminal());
    }

    /** The imported tree, recorded; null stays null. */
    public HostEntry root(HostEntry real) {
        return real == null ? null : new TreeRecorder(file(RunFiles.TREE)).root(real);
    }

    /** Takes what the world outside does to the guest's network. */
    public EventLog network() {
        return new NetworkRecorder(file(RunFiles.NETWORK), trail);
    }

    /** Watches a simulation that has not run yet. */
    public void attach(Simulation simulation) {
        simulation.observe(trail);
    }

    /** What the guest wrote to standard output; at the end, once. */
    public OutputSeen out() {
        return out.seen();
    }

    /** What the guest wrote to standard error; at the end, once. */
    public OutputSeen err() {
        return err.seen();
    }

    /**
     * Completes the recording.
     *
     * @param options what decides the run, in a normal form
     * @param content files of it that were read before the run, and the outcome
     */
    public void finish(SortedMap<String, List<String>> options, Map<String, byte[]> content) {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put(RunFiles.TRAIL, trail.finish());
        files.remove(RunFiles.TRAIL);
        files.forEach((name, file) -> hashes.put(name, file.finish()));
        Recording.write(folder, Recording.Kind.RUN, options, content, hashes);
    }

    @Override
    public void close() {
        files.values().forEach(RecordFile::close);
    }
}
