package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.bench.attack.AttackReport;
import org.rustos.bench.attack.Configuration;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.attack.Finding.Outcome;
import org.rustos.bench.suite.SuiteException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What attack printed is read back; everything else is one line with its place. */
class AttackFileTest {
    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.json"), text);
    }

    private void assertRefused(String text, String part) throws IOException {
        Path file = file(text);
        String message =
                assertThrows(SuiteException.class, () -> AttackFile.read(file)).getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void whatWasPrintedIsReadBack() throws IOException {
        Finding finding =
                new Finding(
                        "one",
                        "ring",
                        "cpu",
                        Configuration.set("poll", "1"),
                        Outcome.DETECTED_LATE,
                        "there");
        String json = new AttackReport(List.of(), List.of(finding)).json();
        List<Finding> read = AttackFile.read(file(json));
        assertEquals(json, new AttackReport(List.of(), read).json());
    }

    @Test
    void anythingElseIsRefusedInOneLine() throws IOException {
        assertRefused("{", "not JSON");
        assertRefused("[]", "not a list of findings");
        assertRefused("[{\"attack\": 1}]", "[0].configuration: needs a text");
        assertRefused(
                "[{\"attack\": \"a\", \"mechanism\": \"m\", \"cpu\": \"c\", \"configuration\":"
                        + " \"standard\", \"outcome\": \"maybe\", \"where\": \"\"}]",
                "no outcome is called 'maybe'");
        assertThrows(SuiteException.class, () -> AttackFile.read(folder.resolve("none")));
    }
}
