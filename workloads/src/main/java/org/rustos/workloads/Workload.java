package org.rustos.workloads;

import org.rustos.core.cpu.Isa;
import org.rustos.kernel.network.RemoteClient;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Something worth measuring that runs the same over every mechanism, and that knows whether its
 * result is right. Found by {@link java.util.ServiceLoader}; stateless.
 */
public interface Workload {
    /** Lower case, words joined by hyphens; unique. */
    String id();

    /** One line for {@code ./rustos list workloads}. */
    String description();

    /** In the order in which they are listed. */
    List<Parameter> parameters();

    /** Those that are no numbers; they reach {@link #prepare} and not the program. */
    default List<TextParameter> texts() {
        return List.of();
    }

    /**
     * Kinds of measured stretches: the value of the BEGIN marker to a name. The first is the
     * headline; value 0 is the empty baseline and not listed.
     */
    SortedMap<Long, String> stretches();

    /**
     * Why this cell cannot exist, as a sentence for the report; empty if it can. An image that was
     * never built for the ISA is a reason too.
     */
    Optional<String> notApplicable(Isa isa, String mechanism);

    /**
     * The ELF image.
     *
     * @throws IllegalArgumentException for a cell that is not applicable
     */
    byte[] image(Isa isa, String mechanism);

    /**
     * Files that must be there before the start: absolute guest path to content.
     *
     * @throws ParameterException if a parameter names an input that cannot be used: one line
     */
    SortedMap<String, byte[]> prepare(Parameters parameters) throws ParameterException;

    /** Who connects to the program from outside of the machine, a fresh one for each run. */
    default Optional<RemoteClient> remote(Parameters parameters) {
        return Optional.empty();
    }

    /** The program's argv, its own name first. */
    List<String> arguments(Parameters parameters);

    /** Whether the program did what it should have done. */
    Verdict verify(RunOutcome outcome);
}
