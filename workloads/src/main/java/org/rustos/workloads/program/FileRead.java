package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** The seed's own example: open, read, close. */
public final class FileRead extends GuestProgram {
    public FileRead() {
        super(
                "file-read",
                "open a file, read it, close it",
                List.of("crossing", "crossing and consumption"),
                List.of(new Parameter("size", "bytes of the read, multiple of 8", 4096, 8, 65536)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
