package org.rustos.cli.run;

import org.rustos.cli.CommandFailure;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options for taking snapshots of a run and for going on from one. */
final class SnapshotOptions {
    @Option(
            names = "--snapshot-at",
            paramLabel = "CYCLES|SYMBOL|marker",
            converter = SnapshotMoment.Converter.class,
            description = {
                "Write the whole state of the machine to a file when all cores have run so many"
                        + " cycles, when the program first reaches a symbol, or at its first"
                        + " marker. May be repeated."
            })
    private List<SnapshotMoment> moments = new ArrayList<>();

    @Option(
            names = "--snapshot-every",
            paramLabel = "CYCLES",
            description = "Write one each time that so many more cycles have passed.")
    private Long every;

    @Option(
            names = "--snapshot-dir",
            paramLabel = "DIR",
            description = {
                "Where to write them, as PROGRAM-CYCLES.snapshot; default: the current folder."
            })
    private Path folder = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "SNAPSHOT",
            description = {
                "Go on from a snapshot instead of starting a program: nothing else is needed, but"
                        + " the folder of --root if it had one."
            })
    private Path from;

    /** The file to go on from, or null. */
    Path from() {
        return from;
    }

    /** Whether any is to be taken. */
    boolean any() {
        return !moments.isEmpty() || every != null;
    }

    /** Refuses what cannot be meant. */
    void check() {
        if (every != null && every < 1) {
            throw CommandFailure.usage("--snapshot-every " + every + ": give at least 1");
        }
    }

    /**
     * Who takes those that were asked for; null if none was.
     *
     * @param host where the program came from
     */
    SnapshotTaker taker(RunInputs inputs, Guest guest, HostInputs host) {
        return any()
                ? new SnapshotTaker(
                        List.copyOf(moments),
                        every == null ? Long.MAX_VALUE : every,
                        folder,
                        guest.name(),
                        SnapshotOrigin.attachments(inputs, guest, host))
                : null;
    }
}
