package org.rustos.cpu.riscv.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.ProfileException;
import org.rustos.core.cpu.ProfileReader;
import org.rustos.core.timing.Event;

import java.util.ArrayList;
import java.util.List;

/** A profile is input: whatever is wrong with its pipeline is one line that names the place. */
class BadPipelineTest {
    private static final String GOOD = new String(Profiles.bytes(), UTF_8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\": 2 | \"width\": 0 | pipeline: 'width' must be a whole number from 1",
                "\"width\": 2 | \"width\": \"two\" | 'width' must be",
                "\"takenBranch\": 1 | \"takenBranch\": 0.5 | 'takenBranch' must be a whole number",
                "\"pipes\": [\"A\", \"B\"], | \"pipes\": [], | 'pipes' must name 1 to 8 pipes",
                "\"kinds\": [\"alu\"], \"pipes\": [\"A\", \"B\"] | \"kinds\": [\"alu\"], \"pipes\":"
                        + " [\"C\"] | pipeline.classes[0]: unknown pipe 'C'",
                "\"kinds\": [\"alu\"] | \"kinds\": [\"alut\"] | unknown kind 'alut'",
                "\"kinds\": [\"alu\"] | \"kinds\": [] | needs 'kinds' or 'ops'",
                "\"kinds\": [\"branch\"] | \"kinds\": [\"alu\"] | 'alu' has a class already",
                "\"kinds\": [\"csr\"] | \"ops\": [\"csrrw\"] | no class for kind 'csr' (csrrs)",
                "\"ops\": [\"fsw\" | \"ops\": [\"fst\" | unknown operation 'fst'",
                "\"precision\": \"single\" | \"precision\": \"half\" | 'precision' must be",
                "\"unit\": \"divider\" | \"unit\": \"x\" | unknown unit 'x'",
                "\"busy\": 15 | \"busy\": 0 | 'busy' must be a whole number from 1",
                "\"latency\": 16 | \"latency\": 5000 | 'latency' must be a whole number from 1 to"
                        + " 1000",
                "\"occupancy\": 2 | \"occupancy\": 0 | 'occupancy' must be 1, or more",
            })
    void isOneLineThatNamesThePlace(String from, String to, String expected) {
        assertTrue(GOOD.contains(from), from);
        byte[] changed = GOOD.replace(from, to).getBytes(UTF_8);
        ProfileException refused =
                assertThrows(ProfileException.class, () -> Profiles.pipeline(changed));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertTrue(refused.getMessage().startsWith("riscv-cheri.json: "), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"));
    }

    @Test
    void aClassWithoutSourceIsRefused() {
        byte[] changed =
                GOOD.replaceFirst("(\"kinds\": \\[\"alu\"\\].*)\"source\"", "$1\"origin\"")
                        .getBytes(UTF_8);
        ProfileException refused =
                assertThrows(ProfileException.class, () -> Profiles.pipeline(changed));
        assertTrue(refused.getMessage().contains("needs 'source'"), refused.getMessage());
    }

    @Test
    void everyEventHasACostOfItsOwnAndAllOtherFiguresASource() {
        CpuProfile profile = ProfileReader.read("riscv-cheri.json", Profiles.bytes());
        List<String> missing = new ArrayList<>();
        for (Event event : Event.values()) {
            if (!profile.document().path("costs").has(event.name())) {
                missing.add(event.name());
            }
        }
        for (String part : List.of("geometry", "mitigations", "paths")) {
            profile.document()
                    .path(part)
                    .properties()
                    .forEach(
                            e -> {
                                if (e.getValue().isObject()
                                        && e.getValue().path("source").asText().isBlank()) {
                                    missing.add(part + "." + e.getKey());
                                }
                            });
        }
        assertEquals(List.of(), missing);
    }
}
