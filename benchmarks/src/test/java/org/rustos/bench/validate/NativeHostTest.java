package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.bench.simulation.CpuModelFinder;

class NativeHostTest {
    private static final String LINUX = "Linux/amd64";

    private final JsonNode zen3 = CpuModelFinder.load("x86-zen3").profile().document();

    private static String cpuinfo(String vendor, String family, String model) {
        return "processor\t: 0\nvendor_id\t: %s\ncpu family\t: %s\nmodel\t\t: %s\nmodel name\t: any\n\n"
                .formatted(vendor, family, model);
    }

    @Test
    void theMeasuredCoreIsAccepted() {
        String two = cpuinfo("AuthenticAMD", "25", "1") + cpuinfo("Other", "1", "1");
        assertEquals("", NativeHost.refusal(zen3, LINUX, two));
    }

    @ParameterizedTest
    @CsvSource({
        "GenuineIntel, 25, 1",
        "AuthenticAMD, 23, 1",
        "AuthenticAMD, 25, 17",
        "AuthenticAMD, 25, unknown"
    })
    void anotherCoreIsRefusedByName(String vendor, String family, String model) {
        String reason = NativeHost.refusal(zen3, LINUX, cpuinfo(vendor, family, model));
        assertTrue(
                reason.contains(vendor + " family " + family + " model " + model)
                        && reason.contains("AuthenticAMD family 25 models"),
                reason);
    }

    @Test
    void anotherSystemIsRefusedByName() {
        String reason = NativeHost.refusal(zen3, "Mac OS X/aarch64", "");
        assertTrue(reason.contains("Mac OS X/aarch64"), reason);
    }

    @Test
    void aProfileWithoutAHostHasNone() {
        String reason = NativeHost.refusal(new ObjectMapper().createObjectNode(), LINUX, "");
        assertTrue(reason.contains("names no host"), reason);
    }

    @Test
    void aProcessorThatSaysNothingIsRefused() {
        String reason = NativeHost.refusal(zen3, LINUX, "");
        assertTrue(reason.contains("unknown family ? model ?"), reason);
    }
}
