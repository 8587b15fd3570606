package org.rustos.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reservations of several harts, alone and behind harts that remember where they may store. */
class ReservationsTest {
    private static final int HARTS = 3;

    private final Reservations reservations = new Reservations();

    @Test
    void aStoreOfAnotherHartToTheLineEndsIt() {
        harts();
        reservations.place(0, 0x1008);
        reservations.stored(0, 0x1008, 8);
        assertTrue(reservations.holds(0, 0x1008), "its own store");
        reservations.stored(1, 0x0ff8, 8);
        reservations.stored(1, 0x1040, 8);
        assertTrue(reservations.holds(0, 0x1008), "a store beside the line");
        reservations.stored(1, 0x103f, 1);
        assertFalse(reservations.holds(0, 0x1008));
    }

    @Test
    void aDeviceEndsItToo() {
        harts();
        reservations.place(2, 0x1000);
        reservations.stored(Reservations.DEVICE, 0, 0x1001);
        assertFalse(reservations.holds(2, 0x1000));
    }

    @Test
    void eachHartHasOne() {
        harts();
        reservations.place(0, 0x1000);
        reservations.place(1, 0x1000);
        reservations.place(1, 0x2000);
        assertTrue(reservations.holds(0, 0x1000));
        assertFalse(reservations.holds(1, 0x1000));
        assertTrue(reservations.holds(1, 0x2000));
        reservations.clear(1);
        assertFalse(reservations.holds(1, 0x2000));
        assertFalse(reservations.watched(0, 0, 0x3000));
        assertTrue(reservations.watched(1, 0, 0x3000));
    }

    @Test
    void othersAreToldToAsk() {
        List<Filter> harts = harts();
        harts.forEach(hart -> hart.open.add(0x1000L));
        reservations.place(1, 0x1010);
        assertTrue(harts.get(1).open.contains(0x1000L));
        assertFalse(harts.get(0).open.contains(0x1000L));
        assertFalse(harts.get(2).open.contains(0x1000L));
    }

    /**
     * The law of LR and SC, with harts that store without asking where they did so before: an SC
     * succeeds exactly if its hart reserved the line, did no SC since, and no other hart stored to
     * the line since.
     */
    @Property(tries = 5000)
    void anScSucceedsOnlyIfNoOtherHartStoredSinceItsLr(@ForAll("programs") List<Step> program) {
        Reservations shared = new Reservations();
        List<Filter> harts = new ArrayList<>();
        for (int i = 0; i < HARTS; i++) {
            Filter hart = new Filter();
            assertEquals(i, shared.join(hart));
            harts.add(hart);
        }
        long[] expected = {-1, -1, -1};
        for (Step step : program) {
            long line = step.address & -Reservations.LINE;
            switch (step.what) {
                case LR -> {
                    shared.place(step.hart, step.address);
                    expected[step.hart] = line;
                }
                case SC -> {
                    boolean held = shared.holds(step.hart, step.address);
                    assertEquals(expected[step.hart] == line, held, program::toString);
                    shared.clear(step.hart);
                    expected[step.hart] = -1;
                    if (held) {
                        shared.stored(step.hart, step.address, 4);
                        forget(expected, step.hart, line);
                    }
                }
                case STORE -> {
                    harts.get(step.hart).store(shared, step.hart, step.address);
                    forget(expected, step.hart, line);
                }
            }
        }
    }

    private static void forget(long[] expected, int hart, long line) {
        for (int other = 0; other < HARTS; other++) {
            if (other != hart && expected[other] == line) {
                expected[other] = -1;
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        Arbitrary<Step> step =
                Combinators.combine(
                                Arbitraries.of(What.values()),
                                Arbitraries.integers().between(0, HARTS - 1),
                                Arbitraries.longs().between(0, 47).map(word -> 0x1000 + word * 4))
                        .as(Step::new);
        return step.list().ofMinSize(2).ofMaxSize(60);
    }

    private List<Filter> harts() {
        List<Filter> harts = List.of(new Filter(), new Filter(), new Filter());
        harts.forEach(reservations::join);
        return harts;
    }

    enum What {
        LR,
        SC,
        STORE
    }

    record Step(What what, int hart, long address) {}

    /** Remembers lines as a hart's memory does. */
    private static final class Filter implements Reservations.Storer {
        private final Set<Long> open = new TreeSet<>();

        @Override
        public void watch(long line) {
            open.remove(line);
        }

        private void store(Reservations shared, int hart, long address) {
            long line = address & -Reservations.LINE;
            if (open.contains(line)) {
                return;
            }
            shared.stored(hart, address, 4);
            if (!shared.watched(hart, line, Reservations.LINE)) {
                open.add(line);
            }
        }
    }
}
