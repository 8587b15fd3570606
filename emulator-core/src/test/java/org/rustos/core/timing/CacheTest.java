package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CacheTest {
    private static final int WAYS = 4;
    private static final int SETS = 4;

    /** A set is a list in the order of age: the simplest true LRU there is. */
    @Property
    void behavesAsLeastRecentlyUsedLists(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 63) Integer> lines) {
        Cache cache = new Cache(new Cache.Geometry((long) WAYS * SETS << Cache.LINE_SHIFT, WAYS));
        List<List<Long>> model = new ArrayList<>();
        for (int i = 0; i < SETS; i++) {
            model.add(new ArrayList<>());
        }
        for (int number : lines) {
            long line = number;
            List<Long> set = model.get(number % SETS);
            boolean expected = set.remove(line);
            boolean hit = cache.hit(line);
            assertEquals(expected, hit);
            set.addFirst(line);
            if (!hit) {
                long victim = cache.fill(line);
                long expectedVictim = set.size() > WAYS ? set.removeLast() : Cache.NONE;
                assertEquals(expectedVictim, victim);
            }
        }
    }

    @Test
    void aScatteredCacheServesPartOfACycleThatIsTooLargeForIt() {
        assertEquals(0, hitsOfACycle(false));
        double hits = hitsOfACycle(true);
        // Random replacement: the part h that hits solves h = exp(-2 (1 - h)) where twice fits.
        assertEquals(0.2, hits, 0.06);
    }

    private static double hitsOfACycle(boolean scattered) {
        Cache cache = new Cache(new Cache.Geometry(1 << 19, 8, scattered));
        int lines = 1 << 14;
        int hits = 0;
        for (int i = 0; i < 4 * lines; i++) {
            if (cache.hit(i % lines)) {
                hits += i >= 2 * lines ? 1 : 0;
            } else {
                cache.fill(i % lines);
            }
        }
        return hits / (2.0 * lines);
    }
}
