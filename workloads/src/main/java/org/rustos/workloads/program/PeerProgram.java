package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;
import org.rustos.workloads.Parameter;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A program of several processes that speak to each other: by messages, or by pipes. */
abstract class PeerProgram extends GuestProgram {
    private static final Set<String> WITH_PROCESSES = Set.of("message", "syscall");

    PeerProgram(String id, String description, List<String> stretches, List<Parameter> parameters) {
        super(id, description, stretches, parameters);
    }

    @Override
    public Optional<String> notApplicable(Isa isa, String mechanism) {
        return WITH_PROCESSES.contains(mechanism)
                ? super.notApplicable(isa, mechanism)
                : Optional.of(mechanism + " has no second process to speak to");
    }
}
