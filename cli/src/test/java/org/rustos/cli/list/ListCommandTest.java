package org.rustos.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;

class ListCommandTest {
    @ParameterizedTest
    @CsvSource({"cpus, x86-zen3", "mechanisms, syscall", "workloads, null-call", "suites, quick"})
    void textAndJsonNameTheSameThings(String kind, String known) throws IOException {
        CommandRun text = CommandRun.of("list", kind);
        CommandRun json = CommandRun.of("list", kind, "--json");
        assertEquals(0, text.code(), text.err());
        assertEquals(0, json.code(), json.err());
        boolean found = false;
        for (JsonNode entry : new ObjectMapper().readTree(json.out())) {
            String id = entry.get("id").asText();
            found |= id.equals(known);
            assertTrue(text.out().lines().anyMatch(line -> line.startsWith(id + " ")), id);
            assertTrue(!entry.get("description").asText().isBlank(), id);
        }
        assertTrue(found, known);
    }

    @Test
    void anUnknownKindIsAUsageErrorThatNamesTheKinds() {
        CommandRun run = CommandRun.of("list", "things");
        assertEquals(64, run.code());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().contains("WORKLOADS"), run.err());
    }
}
