package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

class CycleLedgerTest {
    @Property
    void categoriesSumExactlyToTheClock(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 1_000_000) Integer> script) {
        CycleLedger ledger = new CycleLedger(Costs.distinct());
        for (int step : script) {
            switch (step % 4) {
                case 0 -> ledger.count(Event.of(step % Event.count()));
                case 1 -> ledger.count(Event.of(step % Event.count()), step % 7);
                case 2 -> ledger.scheduled(category(step), step % 5000 - 100);
                default -> ledger.kernelInstructions(category(step), step % 90);
            }
        }
        Account account = ledger.account();
        long sum = 0;
        for (Category category : Category.values()) {
            sum += account.categoryMc(category);
        }
        assertEquals(ledger.clockMc(), sum);
        assertEquals(account.totalMc(), sum);
    }

    @Property
    void repricingEqualsRunningUnderTheOtherTable(
            @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 100_000) Integer> script) {
        CostTable other = Costs.scaled(1700);
        CycleLedger ran = new CycleLedger(Costs.distinct());
        CycleLedger rerun = new CycleLedger(other);
        for (int step : script) {
            for (CycleLedger ledger : List.of(ran, rerun)) {
                ledger.count(Event.of(step % Event.count()));
                ledger.kernelInstructions(category(step), step % 13);
            }
        }
        assertEquals(rerun.clockMc(), ran.account().totalMc(other));
    }

    private static Category category(int step) {
        return Category.values()[step % Category.values().length];
    }
}
