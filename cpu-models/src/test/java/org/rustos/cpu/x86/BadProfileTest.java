package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.cpu.ProfileException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A profile file is input: whatever is wrong with it is one line that names the place. */
class BadProfileTest {
    @TempDir Path folder;

    private Path changed(String from, String to) throws IOException {
        try (InputStream in = X86CpuModels.class.getResourceAsStream("/profiles/x86-zen3.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains(from), from);
            return Files.writeString(folder.resolve("profile.json"), text.replaceFirst(from, to));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\": 6 | \"width\": 0 | 'width' must be 1 or more",
                "\"width\": 6 | \"width\": \"six\" | 'width' must be a number",
                "\"storeQueue\": 64 | \"storeQueue\": -1 | 'storeQueue'",
                "\"latency\": 3, | \"latency\": -3, | 'latency' must be a number",
                "\"unit\": \"multiply\" | \"unit\": \"x\" | unknown unit 'x'",
                "\"ways\": 8 | \"ways\": 7 | l1i: entries divided by 'ways' must be a power of two",
                "\"ghz\": 3.25 | \"ghz\": 0 | 'ghz' must be more than 0",
                "\"eax\": \"00a00f11\" | \"eax\": \"zz\" | cpuid",
                "\"directionBits\": 16 | \"directionBits\": 60 | 'directionBits' must be a whole"
                        + " number",
                "\"LOAD_L2\" | \"LOAD_L9\" | unknown event 'LOAD_L9'",
            })
    void isOneLineThatNamesThePlace(String from, String to, String expected) throws IOException {
        Path file = changed(from, to);
        ProfileException refused =
                assertThrows(
                        ProfileException.class, () -> new X86CpuModels().load(file.toString()));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"));
    }

    @Test
    void aGoodFileIsAModelAndAnotherEnginesIsNot() throws IOException {
        Path good = changed("\"id\": \"x86-zen3\"", "\"id\": \"mine\"");
        assertEquals("mine", new X86CpuModels().load(good.toString()).profile().id());
        Path other = changed("\"engine\": \"unicorn-x86\"", "\"engine\": \"else\"");
        assertEquals(null, new X86CpuModels().load(other.toString()));
        assertEquals(null, new X86CpuModels().load("no-such-file"));
    }
}
