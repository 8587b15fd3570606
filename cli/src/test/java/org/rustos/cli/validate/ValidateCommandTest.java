package org.rustos.cli.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;

class ValidateCommandTest {
    @Test
    void aRowIsPrintedWithBothFiguresAndItsError() {
        CommandRun run = CommandRun.of("validate", "--rows", "imul64_dep", "--no-native");
        assertEquals(0, run.code(), run.err());
        assertTrue(
                run.out().lines().anyMatch(l -> l.matches("imul64_dep +[0-9.]+ +3\\.00 +[+-].*%")),
                run.out());
        assertTrue(run.out().contains("WHAT WAS FITTED"), run.out());
        assertTrue(run.out().contains("skipped, --no-native"), run.out());
        assertFalse(run.out().contains("\u001b"), "colours in a pipe");
    }

    @Test
    void jsonHasTheSameAndSaysWhyNoKernelRan() throws IOException {
        CommandRun run = CommandRun.of("validate", "--rows", "imul64_dep", "--no-native", "--json");
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertTrue(root.path("passed").asBoolean());
        assertEquals("imul64_dep", root.path("rows").path(0).path("name").asText());
        assertEquals("--no-native", root.path("kernels").path("skipped").asText());
        assertTrue(root.path("fitted").size() > 5);
        assertTrue(root.path("checks").isArray());
    }

    @ParameterizedTest
    @CsvSource({
        "--rows|nonesuch, no row or kernel has this in its name",
        "--jobs|0, must be at least 1",
        "--cpu|nonesuch, no such model",
        "--no-native|--strict-native, exclude each other"
    })
    void aUsageErrorIsOneLine(String options, String part) {
        CommandRun run = CommandRun.of(("validate|" + options).split("\\|"));
        assertEquals(64, run.code());
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().contains(part), run.err());
    }
}
