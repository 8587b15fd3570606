package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.List;
import java.util.SortedMap;

/** What one of many operations costs when one invocation carries them, some of which fail. */
public final class BatchCall extends GuestProgram {
    public BatchCall() {
        super(
                "batch-call",
                "N operations in one invocation, each with a result of its own",
                List.of("crossing"),
                List.of(
                        new Parameter("batch", "operations of an invocation", 16, 1, 256),
                        new Parameter("read", "1: reads; 0: empty operations", 1, 0, 1),
                        new Parameter("size", "bytes of a read, multiple of 8", 512, 8, 4096),
                        new Parameter("bad", "operations that must fail", 0, 0, 256)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        return DataFiles.toRead();
    }
}
