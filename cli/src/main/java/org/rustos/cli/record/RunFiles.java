package org.rustos.cli.record;

/** Names of the files of a run's recording. */
public final class RunFiles {
    /** The program, where it was a file. */
    public static final String IMAGE = "image.elf";

    /** The CPU's profile, where it was a file. */
    public static final String PROFILE = "profile.json";

    /** What must come out again. */
    public static final String OUTCOME = "outcome.json";

    /** Files that a workload prepared, numbered. */
    public static final String PREPARED = "prepared/f-";

    static final String TREE = "tree.bin";
    static final String INPUT = "input.bin";
    static final String NETWORK = "network.bin";
    static final String TRAIL = "trail.bin";

    private RunFiles() {}
}
