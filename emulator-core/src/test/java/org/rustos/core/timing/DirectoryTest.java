package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.stream.IntStream;

/** What the directory says and what the caches of 16 cores hold never part. */
class DirectoryTest {
    private static final int CORES = 16;
    private static final int LINES = 256;
    private static final long TAG = 7;

    @Property(tries = 200)
    void aLineHasManyReadersOrOneWriter(@ForAll @Size(min = 1, max = 600) List<Integer> accesses) {
        MemorySystem memory =
                new MemorySystem(
                        new Topology(4, 2, IntStream.range(0, CORES).boxed().toList()),
                        new Cache.Geometry(65536, 8));
        CoreTiming[] cores = new CoreTiming[CORES];
        for (int i = 0; i < CORES; i++) {
            cores[i] =
                    new CoreTiming(
                            Costs.small(), new CycleLedger(Costs.distinct()), memory, _ -> 0);
        }
        for (int access : accesses) {
            CoreTiming core = cores[access & CORES - 1];
            long line = 0x1000 + (access >>> 5 & LINES - 1);
            boolean write = (access & CORES) != 0;
            if (write) {
                core.store(line << Cache.LINE_SHIFT, 8, TAG);
                assertEquals(1L << (access & CORES - 1), memory.holders(line), "one writer");
                assertTrue(memory.dirty(line));
                for (int cluster = 0; cluster < CORES / 4; cluster++) {
                    boolean own = cluster == (access & CORES - 1) / 4;
                    assertTrue(own || !memory.sharedHolds(cluster, line), "stale in an L3");
                }
            } else {
                core.load(line << Cache.LINE_SHIFT, 8, TAG);
                assertTrue((memory.holders(line) >>> (access & CORES - 1) & 1) != 0, "a reader");
            }
        }
        for (long line = 0x1000; line < 0x1000 + LINES; line++) {
            long holders = memory.holders(line);
            for (int i = 0; i < CORES; i++) {
                assertEquals((holders >>> i & 1) != 0, cores[i].holds(line), "line " + line);
            }
            assertTrue(!memory.dirty(line) || Long.bitCount(holders) == 1, "dirty once");
        }
    }
}
