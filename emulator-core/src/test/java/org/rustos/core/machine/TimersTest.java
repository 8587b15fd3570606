package org.rustos.core.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TimersTest {
    @Test
    void timersFireInOrderWhateverIsCancelledBetweenThem() {
        Timers timers = new Timers();
        List<Long> fired = new ArrayList<>();
        List<Timers.Timer> kept = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Timers.Timer timer = timers.arm(10_000 - i, fired::add);
            if (i % 1000 == 0) {
                kept.add(timer);
            } else {
                timer.cancel();
                timer.cancel();
            }
        }
        kept.getFirst().cancel();
        while (timers.next() != Long.MAX_VALUE) {
            timers.fireNext();
        }
        kept.forEach(Timers.Timer::cancel);
        assertEquals(List.of(1000L, 2000L, 3000L, 4000L, 5000L, 6000L, 7000L, 8000L, 9000L), fired);
    }
}
