package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.result.CanonicalJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is said of our sources is what they say. */
class SourceFactsTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void theCheckedInFiguresAreCurrent() throws IOException {
        assertEquals(
                CanonicalJson.write(SourceFacts.count(ROOT)),
                Files.readString(ROOT.resolve(SourceFacts.FILE)),
                "run tools/count-sources");
    }

    @Test
    void whatIsKnownOfMechanismsIsFound() {
        var facts = SourceFacts.checkedIn();
        assertEquals(12, facts.get("channel").operations());
        assertEquals(1, facts.get("emergency").operations());
        assertEquals(3, facts.get("emergency").traps());
        assertEquals(0, facts.get("syscall").traps());
        assertTrue(facts.get("syscall").linuxCalls() > 200);
        assertEquals(0, facts.get("channel").linuxCalls());
        assertEquals(0, facts.get("unikernel").trustedGuestLines());
        assertTrue(facts.get("direct").trustedGuestLines() > 0);
        assertTrue(facts.get("message").trustedGuestLines() > 0);
    }
}
