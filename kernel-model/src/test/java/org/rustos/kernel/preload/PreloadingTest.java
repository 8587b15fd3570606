package org.rustos.kernel.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.DerivationTree;
import org.rustos.kernel.cap.FakeObject;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.Payer;

import java.util.SortedMap;
import java.util.TreeMap;

class PreloadingTest {
    private static final int FILES = 8;
    private static final int ENTRIES = 4;

    private final KernelHeap heap = new KernelHeap();
    private final CSpace space = new CSpace(1, FILES, 0);
    private final DerivationTree tree = new DerivationTree();
    private final Preloading preloading = Preloading.of(space, heap, ENTRIES);
    private final long[] handles = new long[FILES];

    PreloadingTest() {
        space.observe(preloading);
        for (int i = 0; i < FILES; i++) {
            KernelObject thing =
                    new FakeObject(ObjectKind.FILE, new ObjectHeader(heap.allocate(1)));
            CapResult result = tree.grant(space, thing, Rights.READ, 0, Capability.NEVER);
            handles[i] = ((CapResult.Granted) result).handle();
        }
    }

    private boolean use(int file, long site) {
        boolean hit = preloading.holds(Payer.NOBODY, handles[file]);
        preloading.used(Payer.NOBODY, handles[file], site);
        preloading.ahead(Payer.NOBODY);
        return hit;
    }

    private long counted(String name) {
        SortedMap<String, Long> counters = new TreeMap<>();
        preloading.count(counters);
        return counters.get("preload." + name);
    }

    @Test
    void aRoundLongerThanTheCacheIsHitOnceItIsLearned() {
        for (int i = 0; i < 3 * FILES; i++) {
            use(i % FILES, 0);
        }
        for (int i = 0; i < FILES; i++) {
            assertTrue(use(i, 0), "file " + i);
        }
        assertEquals(0, counted("wasted"));
    }

    @Test
    void anotherSiteKnowsNothingOfIt() {
        for (int i = 0; i < 3 * FILES; i++) {
            use(i % FILES, i % 2);
        }
        long before = counted("fetched");
        use(0, 77);
        assertEquals(before, counted("fetched"));
    }

    @Test
    void aCopyGoesWithItsCapability() {
        use(0, 0);
        assertTrue(preloading.holds(Payer.NOBODY, handles[0]));
        tree.clear(space, Integer.MAX_VALUE);
        assertFalse(preloading.holds(Payer.NOBODY, handles[0]));
    }

    @Test
    void whatIsFetchedAndPushedOutWasWasted() {
        for (int i = 0; i < 3; i++) {
            use(0, 0);
            use(1, 0);
        }
        use(1 + ENTRIES, 0); // the same place as file 1
        use(0, 0); // fetches file 1 again
        use(1 + ENTRIES, 0);
        assertEquals(1, counted("wasted"));
    }
}
