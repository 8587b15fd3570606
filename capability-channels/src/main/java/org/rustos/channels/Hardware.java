package org.rustos.channels;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.kernel.program.ProgramLoader;

/** What the auxiliary vector tells programs of the CPU; the figures are the profile's. */
public final class Hardware {
    private Hardware() {}

    public static ProgramLoader.Hardware of(CpuProfile profile) {
        var node = profile.document().path("auxv");
        return new ProgramLoader.Hardware(
                Long.decode(node.path("hwcap").asText("0")),
                Long.decode(node.path("hwcap2").asText("0")),
                node.path("platform").asText(profile.isa().id()));
    }
}
