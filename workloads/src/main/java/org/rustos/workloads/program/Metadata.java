package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What names and attributes cost: a storm of open, stat and close. */
public final class Metadata extends GuestProgram {
    public Metadata() {
        super(
                "metadata",
                "open, stat and close small files in turn",
                List.of("crossing"),
                List.of(new Parameter("files", "files that are visited in turn", 16, 1, 64)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.many((int) given.get("files"));
    }
}
