package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What a read of a cached page costs, copied or mapped. */
public final class FileReadHot extends GuestProgram {
    public FileReadHot() {
        super(
                "file-read-hot",
                "read the same cached pages again and again, by copy or by mapping",
                List.of("crossing", "crossing and consumption"),
                List.of(
                        new Parameter("size", "bytes of a transfer, multiple of 8", 4096, 8, 4096),
                        new Parameter("pages", "pages that are read in turn", 1, 1, 256),
                        new Parameter("map", "1: map the page instead of copying it", 0, 0, 1)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
