package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

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
}
