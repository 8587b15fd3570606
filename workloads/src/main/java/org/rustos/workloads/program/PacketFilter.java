package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What packets cost of which user code wants only some: the seed's filter on ports 80 and 443. */
public final class PacketFilter extends GuestProgram {
    public PacketFilter() {
        super(
                "packet-filter",
                "take packets for ports 80 and 443 out of a capture",
                List.of("packet"),
                List.of(
                        new Parameter("packets", "packets of the capture", 256, 1, 65_536),
                        new Parameter("pass", "percent of them that are wanted", 25, 0, 100),
                        new Parameter("input", "1: /data/input.pcap of --root instead", 0, 0, 1)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                "/data/packets.pcap",
                PacketCapture.bytes((int) given.get("packets"), (int) given.get("pass")));
        return Collections.unmodifiableSortedMap(files);
    }
}
