package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What one of many operations costs when they are submitted at once. */
public final class Batch extends GuestProgram {
    public Batch() {
        super(
                "batch",
                "N operations submitted at once",
                List.of("crossing", "crossing and consumption"),
                List.of(
                        new Parameter("batch", "operations at once", 16, 1, 256),
                        new Parameter("read", "1: reads; 0: empty operations", 0, 0, 1),
                        new Parameter("size", "bytes of a read, multiple of 8", 512, 8, 4096)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
