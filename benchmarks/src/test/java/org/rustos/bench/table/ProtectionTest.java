package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Configuration;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.attack.Finding.Outcome;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A property counts once, an attack ends as its worst configuration does, isolation decides. */
class ProtectionTest {
    private static final List<Attack> ATTACKS =
            List.of(
                    new Attack("one", "isolation", "", List.of(), ""),
                    new Attack("two", "isolation", "", List.of(), ""),
                    new Attack("three", "revocable", "", List.of(), ""),
                    new Attack("four", "revocable", "", List.of(), ""),
                    new Attack("lonely", "integrity", "", List.of(), ""));
    private static final Configuration CLOSED = Configuration.set("closed-service", "1");
    private static final Configuration WEAKENED = Configuration.weakened("guard", "0");

    private static Finding finding(String attack, Configuration configuration, Outcome outcome) {
        return new Finding(attack, "direct", "cpu", configuration, outcome, "");
    }

    private static Protection of(Map<String, String> options, Finding... findings) {
        return Protection.of(
                new Line("direct", new TreeMap<>(options)), "cpu", ATTACKS, List.of(findings), 2);
    }

    private static final Finding[] FINDINGS = {
        finding("one", Configuration.STANDARD, Outcome.SUCCEEDS),
        finding("one", CLOSED, Outcome.BLOCKED),
        finding("two", Configuration.STANDARD, Outcome.BLOCKED),
        finding("two", WEAKENED, Outcome.SUCCEEDS),
        finding("three", Configuration.STANDARD, Outcome.BLOCKED),
        finding("four", Configuration.STANDARD, Outcome.DETECTED_LATE),
        finding("lonely", Configuration.STANDARD, Outcome.SUCCEEDS),
    };

    @Test
    void theWorstUnweakenedConfigurationCounts() {
        Protection plain = of(Map.of(), FINDINGS);
        assertFalse(plain.isolates());
        assertEquals(2, plain.judged());
        assertEquals(0, plain.keptPercent());
    }

    @Test
    void aLineWithTheSettingIsJudgedWithIt() {
        Protection closed = of(Map.of("closed-service", "1"), FINDINGS);
        assertTrue(closed.isolates());
        assertEquals(75.0, closed.keptPercent(), 1e-9);
    }

    @Test
    void twoPropertiesOfOneAttackEachAreNotComparable() {
        Protection few =
                of(
                        Map.of(),
                        finding("one", Configuration.STANDARD, Outcome.BLOCKED),
                        finding("three", Configuration.STANDARD, Outcome.BLOCKED));
        assertEquals(0, few.judged());
        assertEquals(-1, few.keptPercent());
    }
}
