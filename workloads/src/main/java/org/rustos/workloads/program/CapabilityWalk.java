package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What a use of one of many capabilities costs, when the order is always the same or chance. */
public final class CapabilityWalk extends GuestProgram {
    private static final String FILES = "files";

    public CapabilityWalk() {
        super(
                "capability-walk",
                "read many files in turn, each by a capability of its own",
                List.of("crossing"),
                List.of(
                        new Parameter(FILES, "files that are open", 64, 1, 512),
                        new Parameter("order", "0: one round; 1: chance; 2: two sites", 0, 0, 2),
                        new Parameter("work", "KiB touched between two reads", 0, 0, 4096)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.many((int) given.get(FILES));
    }
}
