package org.rustos.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.suite.Experiment;

import java.util.Map;
import java.util.TreeMap;

/** What messages cost, as ratios: none of these figures was used to set a price. */
class MessageCostTest {
    /** L4Re on Neoverse N1 at EL1: one way to another address space, and a call of the kernel. */
    private static final double L4RE_RATIO = 399.0 / 142.0;

    private static final double WITHIN = 0.3;

    private static ResultRow pingPong(String cpu, Map<String, String> options, int words) {
        Experiment experiment =
                new Experiment(
                        cpu,
                        "message",
                        new TreeMap<>(options),
                        "ping-pong",
                        new TreeMap<>(Map.of("words", String.valueOf(words))),
                        1,
                        12,
                        16,
                        0,
                        50_000_000);
        ResultRow row = ResultRow.of(experiment, new SimulatedRun().run(experiment));
        assertEquals(Status.MEASURED, row.status(), row.reason());
        return row;
    }

    private static double cycles(ResultRow row, int stretch) {
        return row.measurements().get(stretch).latency().p50Mc() / 1000.0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void onNeoverseAMessageIsToACallOfTheKernelAsItIsForL4Re(int history) {
        ResultRow row =
                pingPong(
                        "arm-neoverse-v1",
                        Map.of("tags", "1", "history", String.valueOf(history)),
                        0);
        double ratio = cycles(row, 0) / 2 / cycles(row, 1);
        assertEquals(L4RE_RATIO, ratio, WITHIN * L4RE_RATIO);
    }

    @Test
    void longMessagesAndLostTranslationsCostMore() {
        ResultRow fast = pingPong("x86-zen3", Map.of("tags", "1"), 8);
        ResultRow slow = pingPong("x86-zen3", Map.of("tags", "1"), 64);
        ResultRow untagged = pingPong("x86-zen3", Map.of("tags", "0"), 8);
        assertTrue(cycles(slow, 0) > 2 * cycles(fast, 0), "the slow path");
        assertTrue(cycles(untagged, 0) > cycles(fast, 0) + 200, "walks behind each switch");
        assertTrue(fast.repriceable(), fast.notRepriceable());
    }
}
