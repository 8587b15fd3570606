package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class KernelTimesTest {
    private static final String OUTPUT =
            """
            kernel sort operations 100 chain 20000
            sample 18446744073709551615 30000 15000
            sample 7 60000 15000
            sample 8 33000 15000
            """;

    private final KernelTimes times = KernelTimes.parse(OUTPUT);

    @Test
    void cyclesAreTheRunsTicksInUnitsOfTheChain() {
        assertEquals(3, times.samples().size());
        assertEquals(-1, times.samples().getFirst().checksum());
        assertEquals(40000, times.samples().getFirst().cycles());
        assertEquals(400, times.percentile(10));
        assertEquals(440, times.percentile(50));
        assertEquals(800, times.percentile(100));
    }

    @Test
    void theModelsMedianIsPerOperationToo() {
        assertEquals(20, times.median(List.of(3000.0, 1000.0, 2000.0)));
    }

    @Test
    void sidesAgreeOnTheSamplesThatBothHave() {
        KernelTimes fewer = KernelTimes.parse(OUTPUT.substring(0, OUTPUT.indexOf("sample 8")));
        assertTrue(fewer.agreesWith(times));
        assertTrue(times.agreesWith(fewer));
        assertFalse(KernelTimes.parse(OUTPUT.replace("sample 7", "sample 9")).agreesWith(times));
        assertFalse(KernelTimes.parse(OUTPUT.replace(" 100 ", " 101 ")).agreesWith(times));
    }

    @Test
    void samplesOfTwoProcessesStandTogether() {
        assertEquals(6, times.and(times).samples().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "usage: kernels\n",
                "kernel sort operations 100 chain 20000\n",
                "kernel sort operations 100 chain 20000\nsample 1 2\n",
                "kernel sort operations x chain 20000\nsample 1 2 3\n"
            })
    void anythingElseIsRefused(String output) {
        assertThrows(IllegalArgumentException.class, () -> KernelTimes.parse(output));
    }
}
