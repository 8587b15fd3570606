package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What it costs to hand capabilities on and to take them all back. */
public final class RevocationFamily extends GuestProgram {
    private static final Set<String> WITH_CAPABILITIES = Set.of("direct", "channel", "rustos");

    public RevocationFamily() {
        super(
                "revocation",
                "derive capabilities from one, use them, take them all back",
                List.of("derivation", "revocation"),
                List.of(
                        new Parameter("family", "capabilities derived each round", 6, 1, 32),
                        new Parameter("shape", "0: each from the last; 1: all from one", 0, 0, 1)));
    }

    @Override
    public Optional<String> notApplicable(Isa isa, String mechanism) {
        if (WITH_CAPABILITIES.contains(mechanism)) {
            return super.notApplicable(isa, mechanism);
        }
        return Optional.of(
                mechanism.equals("message")
                        ? "the file server gives its clients no right to take back"
                        : mechanism + " has no capabilities that could be taken back");
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
