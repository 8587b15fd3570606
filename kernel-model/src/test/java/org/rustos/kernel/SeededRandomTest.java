package org.rustos.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.SplittableRandom;

/** Guests see the numbers that they always saw. */
class SeededRandomTest {
    @Property(tries = 200)
    void givesTheNumbersOfSplittableRandom(
            @ForAll long seed, @ForAll @IntRange(max = 40) int bytes) {
        SplittableRandom expected = new SplittableRandom(seed);
        SeededRandom random = new SeededRandom(seed);
        assertEquals(expected.nextLong(), random.nextLong());
        byte[] first = new byte[bytes];
        byte[] second = new byte[bytes];
        expected.nextBytes(first);
        random.nextBytes(second);
        assertArrayEquals(first, second);
        assertEquals(expected.nextLong(), random.nextLong());
    }
}
