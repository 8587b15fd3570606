package org.rustos.workloads.program;

import java.util.List;

/** What crossing costs when nothing is done behind it. */
public final class NullCall extends GuestProgram {
    public NullCall() {
        super(
                "null-call",
                "the empty operation: what crossing alone costs",
                List.of("crossing"),
                List.of());
    }
}
