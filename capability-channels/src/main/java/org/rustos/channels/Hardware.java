package org.rustos.channels;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.kernel.program.ProgramLoader;

import java.util.Map;
import java.util.TreeMap;

/** What programs are told of the CPU; the figures are the profile's. */
public final class Hardware {
    private Hardware() {}

    public static ProgramLoader.Hardware of(CpuProfile profile) {
        JsonNode node = profile.document().path("auxv");
        Map<Long, Long> probes = new TreeMap<>();
        for (var entry : node.path("hwprobe").properties()) {
            probes.put(Long.decode(entry.getKey()), Long.decode(entry.getValue().asText()));
        }
        return new ProgramLoader.Hardware(
                Long.decode(node.path("hwcap").asText("0")),
                Long.decode(node.path("hwcap2").asText("0")),
                node.path("platform").asText(profile.isa().id()),
                probes);
    }
}
