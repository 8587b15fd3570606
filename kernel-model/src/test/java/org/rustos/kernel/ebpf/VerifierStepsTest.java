package org.rustos.kernel.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.kernel.ebpf.object.ObjectReader;
import org.rustos.kernel.ebpf.verify.Verdict;
import org.rustos.kernel.ebpf.verify.Verifier;

import java.nio.file.Files;
import java.nio.file.Path;

/** A verification that others may interrupt finds what one in a piece finds, and has an end. */
class VerifierStepsTest {
    private static final Path PROGRAMS = Path.of("../workloads/src/main/guest/bpf");

    private static Program program(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(PROGRAMS.resolve(name + ".o"));
        return ObjectReader.read(bytes).programs().getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packet-filter",
                "index-lookup",
                "digest",
                "bypass-bounds",
                "bypass-leak",
                "bypass-stack",
                "bypass-type",
                "bypass-wrap"
            })
    void stepsFindTheSame(String name) throws Exception {
        Verdict whole = Verifier.verify(program(name));
        Verifier verifier = new Verifier(program(name));
        Verdict found = null;
        while (found == null) {
            long before = verifier.explored();
            found = verifier.step(3);
            assertTrue(verifier.explored() - before <= 3);
        }
        assertEquals(whole, found);
        assertEquals(name.startsWith("bypass"), !whole.accepted(), whole.reason());
    }

    @Test
    void aBombGoesOffAtTheLimit() throws Exception {
        long limit = 5000;
        Verdict verdict = Verifier.verify(program("verifier-bomb"), 0, limit);
        assertNotNull(verdict.reason());
        assertTrue(verdict.reason().contains("more than 5000 instructions explored"));
        assertEquals(limit, verdict.explored());
        assertTrue(Verifier.verify(program("verifier-bomb")).explored() > 4 * limit);
    }
}
