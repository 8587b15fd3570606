package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What writing over cached pages costs. */
public final class FileWrite extends GuestProgram {
    public FileWrite() {
        super(
                "file-write",
                "write over the pages of a file, then read them back",
                List.of("crossing"),
                List.of(
                        new Parameter("size", "bytes of a transfer, multiple of 8", 4096, 8, 4096),
                        new Parameter("pages", "pages that are written in turn", 1, 1, 64)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toWrite();
    }
}
