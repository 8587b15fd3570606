package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;

class StreamPrefetcherTest {
    @Test
    void aWalkIsExpectedFromItsFourthLine() {
        for (int way : new int[] {1, -1, 2}) {
            StreamPrefetcher prefetcher = new StreamPrefetcher();
            for (int i = 0; i < 20; i++) {
                assertEquals(i > 2, prefetcher.expected(1000 + i * way), "line " + i);
            }
        }
    }

    @Test
    void severalWalksAtATimeAreToldApart() {
        StreamPrefetcher prefetcher = new StreamPrefetcher();
        for (int i = 0; i < 20; i++) {
            for (int walk = 0; walk < 4; walk++) {
                assertEquals(i > 2, prefetcher.expected(walk * 100_000 + i));
            }
        }
    }

    @Test
    void linesInNoOrderAreNot() {
        StreamPrefetcher prefetcher = new StreamPrefetcher();
        Random random = new Random(1);
        int expected = 0;
        for (int i = 0; i < 100_000; i++) {
            expected += prefetcher.expected(random.nextInt(1 << 20)) ? 1 : 0;
        }
        assertTrue(expected < 10, "expected " + expected);
        assertFalse(prefetcher.expected(1L << 40));
    }
}
