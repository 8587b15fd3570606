package org.rustos.bench.run;

import org.rustos.bench.suite.Catalogue;
import org.rustos.bench.suite.Experiment;

import java.util.SortedMap;

/**
 * Runs one experiment on a whole simulated machine: the door between measuring and simulating.
 * Found by {@link java.util.ServiceLoader}; needs a public constructor without parameters.
 *
 * <p>Contract: equal experiments give equal outcomes, on every host and in every process. A runner
 * is used by one thread; it may be asked many times and keeps nothing from one experiment to the
 * next that could change a result.
 */
public interface ExperimentRunner {
    /** What this runner can run. Must not need the engines to be present. */
    Catalogue catalogue();

    /**
     * Runs to the end.
     *
     * @return never null; an exception means a bug or a dead engine and becomes a failed row
     */
    Outcome run(Experiment experiment);

    /** Versions of engines and decoders, for {@code environment.json} only; name to version. */
    SortedMap<String, String> environment();
}
