package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What a crossing costs the user work around it (FlexSC's method). */
public final class ComputeMix extends GuestProgram {
    public ComputeMix() {
        super(
                "compute-mix",
                "user work between calls: direct and indirect cost of a crossing",
                List.of("crossing", "work after a crossing", "work alone"),
                List.of(
                        new Parameter(
                                "interval", "steps of work between crossings", 1000, 1, 10_000_000),
                        new Parameter("work_kib", "working set in KiB", 16, 1, 1024),
                        new Parameter("read", "1: a 4 KiB read; 0: the empty operation", 0, 0, 1)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
