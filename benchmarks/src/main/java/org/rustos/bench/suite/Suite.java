package org.rustos.bench.suite;

import java.util.List;

/**
 * A named list of experiments, in the order in which results are printed.
 *
 * @param id stable name, used in results and comparisons
 * @param source the suite's bundled name or its file's name (no folders: results are portable)
 * @param hash sha256 of the file, hexadecimal
 */
public record Suite(
        String id, String description, String source, String hash, List<Experiment> experiments) {
    public Suite {
        experiments = List.copyOf(experiments);
    }

    /** The same suite with part of its experiments. */
    public Suite with(List<Experiment> part) {
        return new Suite(id, description, source, hash, part);
    }
}
