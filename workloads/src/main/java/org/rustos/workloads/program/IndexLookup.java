package org.rustos.workloads.program;

import org.rustos.workloads.Parameters;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a lookup in an index of depth 4 costs: four dependent reads, or one crossing. */
public final class IndexLookup extends GuestProgram {
    public IndexLookup() {
        super(
                "index-lookup",
                "look keys up in a B-tree of depth 4, block by block",
                List.of("lookup"),
                List.of());
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("/data/index.bin", IndexFile.bytes());
        return Collections.unmodifiableSortedMap(files);
    }
}
