package org.rustos.bench.run;

import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the runner of experiments on the class path. */
public final class Runners {
    private Runners() {}

    /** The first one that a service file names; empty if this build has none. */
    public static Optional<ExperimentRunner> find() {
        return ServiceLoader.load(ExperimentRunner.class).findFirst();
    }
}
