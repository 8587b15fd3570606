package org.rustos.cli.record;

import org.rustos.channels.Simulation;
import org.rustos.kernel.file.HostEntry;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Gives a run what its recording holds in place of the world, and checks that it goes the same way.
 */
public final class RunPlayer implements AutoCloseable {
    private final Path folder;
    private final Recording recording;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final TrailCheck trail;
    private OutputDigest out;
    private OutputDigest err;

    /**
     * Opens a recording of a run.
     *
     * @param cores of the simulation
     */
    public RunPlayer(Path folder, Recording recording, int cores) {
        this.folder = folder;
        this.recording = recording;
        this.trail = new TrailCheck(recording.file(folder, RunFiles.TRAIL), cores);
        open.push(trail);
    }

    /** Recorded input; output goes nowhere. */
    public Simulation.Streams streams(boolean terminal) {
        out = new OutputDigest((bytes, offset, length) -> {}, trail);
        err = new OutputDigest((bytes, offset, length) -> {}, trail);
        RecordedInput in = new RecordedInput(recording.file(folder, RunFiles.INPUT), trail);
        open.push(in);
        return new Simulation.Streams(in, out, err, terminal);
    }

    /** The imported tree, or null. */
    public HostEntry root() {
        if (!recording.files().containsKey(RunFiles.TREE)) {
            return null;
        }
        RecordedTree tree = new RecordedTree(recording.file(folder, RunFiles.TREE));
        open.push(tree);
        return tree.root();
    }

    /**
     * Opens a simulation to what came to its network.
     *
     * @param ports of the guest that were reachable; empty for none
     */
    public void network(Simulation simulation, List<Integer> ports) {
        if (!ports.isEmpty()) {
            RecordedNetwork network =
                    new RecordedNetwork(
                            recording.file(folder, RunFiles.NETWORK),
                            simulation.kernel().network(),
                            trail);
            open.push(network);
            simulation.open(network, ports);
        }
    }

    /** Watches a simulation that has not run yet; its run may end by {@link Diverged}. */
    public void attach(Simulation simulation) {
        simulation.observe(trail);
    }

    /** The difference that the end of the run shows, or null. */
    public String finish() {
        return trail.finish();
    }

    /** At how many boundaries it was compared. */
    public long boundaries() {
        return trail.boundaries();
    }

    /** What the guest wrote to standard output; at the end, once. */
    public OutputSeen out() {
        return out.seen();
    }

    /** What the guest wrote to standard error; at the end, once. */
    public OutputSeen err() {
        return err.seen();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e); // none of ours throws it
            }
        }
    }
}
