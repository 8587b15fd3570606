package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class CoreTimingTest {
    private static final long TAG = 7;

    private static CoreTiming[] cores(Integer... slots) {
        MemorySystem memory =
                new MemorySystem(new Topology(2, 2, List.of(slots)), new Cache.Geometry(65536, 8));
        CoreTiming[] cores = new CoreTiming[slots.length];
        for (int i = 0; i < cores.length; i++) {
            cores[i] =
                    new CoreTiming(
                            Costs.small(), new CycleLedger(Costs.distinct()), memory, _ -> 0);
        }
        return cores;
    }

    @Test
    void aLineComesFromMemoryOnceAndThenFromTheFirstLevel() {
        CoreTiming core = cores(0)[0];
        core.load(0x1000, 8, TAG);
        core.load(0x1008, 8, TAG);
        assertEquals(1, core.ledger().counted(Event.LOAD_MEMORY));
        assertEquals(1, core.ledger().counted(Event.DTLB_WALK));
    }

    @Test
    void anAccessOverALineEndTouchesBothLines() {
        CoreTiming core = cores(0)[0];
        core.store(0x103c, 8, TAG);
        assertEquals(2, core.ledger().counted(Event.STORE_MEMORY));
    }

    @Test
    void aMissHidesOnlyBehindOneThatIsAsDeep() {
        CoreTiming core = cores(0)[0];
        assertEquals(CoreTiming.FAR, core.load(0x10000, 8, TAG, CoreTiming.NEAR));
        core.load(0x20000, 8, TAG, CoreTiming.THIRD);
        core.load(0x30000, 8, TAG, CoreTiming.FAR);
        assertEquals(2, core.ledger().counted(Event.LOAD_MEMORY));
        assertEquals(1, core.ledger().counted(Event.LOAD_MEMORY_OVERLAPPED));
        assertEquals(CoreTiming.NEAR, core.load(0x30000, 8, TAG, CoreTiming.NEAR));
    }

    @Test
    void inOrderNoMissHidesBehindAnother() {
        CoreTiming.Geometry small = Costs.small();
        CoreTiming core =
                new CoreTiming(
                        new CoreTiming.Geometry(
                                small.l1i(),
                                small.l1d(),
                                small.l2(),
                                small.itlb(),
                                small.dtlb(),
                                small.predictor(),
                                null,
                                true),
                        new CycleLedger(Costs.distinct()),
                        new MemorySystem(
                                new Topology(2, 2, List.of(0)), new Cache.Geometry(65536, 8)),
                        _ -> 0);
        core.load(0x10000, 8, TAG, CoreTiming.FAR);
        core.kernelLoad(0x80000);
        assertEquals(2, core.ledger().counted(Event.LOAD_MEMORY));
        for (long line = 0x90000; line < 0x90004; line++) {
            core.kernelLoad(line);
        }
        assertEquals(1, core.ledger().counted(Event.LOAD_MEMORY_OVERLAPPED));
    }

    @Test
    void aFracturedLargePageTakesAnEntryForEachSmallPart() {
        CoreTiming.Geometry small = Costs.small();
        CoreTiming core =
                new CoreTiming(
                        new CoreTiming.Geometry(
                                small.l1i(),
                                small.l1d(),
                                small.l2(),
                                small.itlb(),
                                new Tlb.Geometry(4, 64, 4, true, 2),
                                small.predictor()),
                        new CycleLedger(Costs.distinct()),
                        new MemorySystem(
                                new Topology(2, 2, List.of(0)), new Cache.Geometry(65536, 8)),
                        _ -> 0);
        long large = Long.MIN_VALUE | 5;
        core.load(0x1000, 8, large);
        core.load(0x1800, 8, large);
        core.load(0x2000, 8, large);
        assertEquals(2, core.ledger().counted(Event.DTLB_WALK));
        core.load(0x3000, 8, TAG);
        assertEquals(4, core.ledger().counted(Event.DTLB_WALK));
        core.invalidateTranslation(large);
        core.load(0x2000, 8, large);
        assertEquals(5, core.ledger().counted(Event.DTLB_WALK));
    }

    @Test
    void theCodeLineBehindAMissingOneComesWithIt() {
        CoreTiming core = cores(0)[0];
        core.fetch(0x1000, 16, TAG);
        core.fetch(0x1040, 16, TAG);
        assertEquals(1, core.ledger().counted(Event.FETCH_MEMORY));
    }

    @Test
    void aDirtyLineIsPricedByTheDistanceOfItsHolder() {
        CoreTiming[] near = cores(0, 1);
        near[1].store(0x2000, 8, TAG);
        near[0].load(0x2000, 8, TAG);
        assertEquals(1, near[0].ledger().counted(Event.LINE_FROM_CLUSTER));

        CoreTiming[] far = cores(0, 2);
        far[1].store(0x2000, 8, TAG);
        far[0].load(0x2000, 8, TAG);
        assertEquals(1, far[0].ledger().counted(Event.LINE_FROM_OTHER_CLUSTER));

        CoreTiming[] remote = cores(0, 4);
        remote[1].store(0x2000, 8, TAG);
        remote[0].load(0x2000, 8, TAG);
        assertEquals(1, remote[0].ledger().counted(Event.LINE_FROM_OTHER_NODE));
    }

    @Test
    void aStoreTakesASharedLineAwayFromTheOthers() {
        CoreTiming[] cores = cores(0, 1);
        cores[0].load(0x3000, 8, TAG);
        cores[1].load(0x3000, 8, TAG);
        cores[0].store(0x3000, 8, TAG);
        assertEquals(1, cores[0].ledger().counted(Event.STORE_UPGRADE));
        cores[1].load(0x3000, 8, TAG);
        assertEquals(1, cores[1].ledger().counted(Event.LINE_FROM_CLUSTER));
    }

    @Test
    void aLockedInstructionWaitsUntilOthersGaveTheLineUp() {
        CoreTiming[] cores = cores(0, 1);
        cores[0].load(0x3000, 8, TAG);
        cores[1].load(0x3000, 8, TAG);
        cores[0].locked(true);
        cores[0].load(0x3000, 8, TAG);
        cores[0].store(0x3000, 8, TAG);
        assertEquals(0, cores[0].ledger().counted(Event.STORE_UPGRADE));
        assertEquals(1, cores[0].ledger().counted(Event.LINE_FROM_CLUSTER));
    }

    @Test
    void aLockedInstructionFetchesALineOnceForItsLoadAndItsStore() {
        CoreTiming[] cores = cores(0, 1);
        cores[1].store(0x3000, 8, TAG);
        cores[0].locked(true);
        cores[0].load(0x3000, 8, TAG);
        cores[0].store(0x3000, 8, TAG);
        assertEquals(1, cores[0].ledger().counted(Event.LINE_FROM_CLUSTER));
    }

    @Test
    void aReaderWaitsUntilABufferedStoreIsVisible() {
        CoreTiming[] cores = cores(0, 1);
        cores[0].load(0x3000, 8, TAG);
        cores[1].load(0x3000, 8, TAG);
        long readerMc = cores[1].ledger().clockMc();
        cores[0].store(0x3000, 8, TAG);
        long stored = cores[0].ledger().clockMc();
        long latency = Costs.distinct().of(Event.STORE_VISIBLE_CLUSTER).millicycles();
        long transfer = Costs.distinct().of(Event.LINE_FROM_CLUSTER).millicycles();
        cores[1].load(0x3000, 8, TAG);
        assertEquals(Math.max(readerMc, stored + latency) + transfer, cores[1].ledger().clockMc());
    }

    @Test
    void aWatcherHearsOfAWriteToItsLine() {
        MemorySystem memory =
                new MemorySystem(new Topology(2, 2, List.of(0)), new Cache.Geometry(65536, 8));
        CoreTiming core =
                new CoreTiming(Costs.small(), new CycleLedger(Costs.distinct()), memory, _ -> 0);
        long[] heard = {0};
        memory.watch(0x4000 >> Cache.LINE_SHIFT, (_, at) -> heard[0] = at);
        core.store(0x5000, 8, TAG);
        assertEquals(0, heard[0]);
        core.store(0x4010, 8, TAG);
        assertEquals(core.ledger().clockMc(), heard[0]);
    }

    @Test
    void kernelPathsPushUserLinesOut() {
        CoreTiming core = cores(0)[0];
        core.fetch(0x1000, 16, TAG);
        KernelPath path =
                new KernelPath(
                        "big",
                        Category.SERVICE,
                        100,
                        1L << 40,
                        64,
                        1L << 41,
                        64,
                        10,
                        List.of(),
                        0,
                        "assumed",
                        2);
        core.run(path);
        long before = misses(core);
        core.fetch(0x1000, 16, TAG);
        assertEquals(before + 1, misses(core));
        assertEquals(Map.of("big", 1L), core.ledger().account().pathRuns());
    }

    private static long misses(CoreTiming core) {
        CycleLedger ledger = core.ledger();
        return ledger.counted(Event.FETCH_L2)
                + ledger.counted(Event.FETCH_L3)
                + ledger.counted(Event.FETCH_MEMORY);
    }
}
