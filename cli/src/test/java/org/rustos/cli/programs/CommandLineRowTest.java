package org.rustos.cli.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class CommandLineRowTest {
    @Test
    void plainWordsAndSingleQuotesNeedNoShell() {
        CommandLineRow row = CommandLineRow.of("text", "@strace @root awk '{print $1}' text ''");
        assertEquals(List.of("awk", "{print $1}", "text", ""), row.words());
        assertEquals(List.of("strace", "root"), row.options());
        assertEquals("awk '{print $1}' text ''", row.text());
    }

    @Test
    void whatOnlyAShellUnderstandsGoesToOne() {
        for (String line : List.of("a | b", "a >f", "a $b", "a \"b c\"", "a *", "a; b", "x=1")) {
            assertEquals(List.of("sh", "-c", line), CommandLineRow.of("", line).words());
        }
        assertTrue(CommandLineRow.of("", "a 'b | c'").words().contains("b | c"));
    }
}
