package org.rustos.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/** The schema that editors read and the reader that we run must allow the same keys. */
class SuiteSchemaTest {
    private static JsonNode schema() throws IOException {
        try (InputStream in =
                SuiteSchemaTest.class.getResourceAsStream("/suites/suite.schema.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void aSuiteHasTheSameKeys() throws IOException {
        assertEquals(new TreeSet<>(SuiteReader.SUITE_KEYS), keys(schema()));
    }

    @Test
    void aRowHasTheSameKeys() throws IOException {
        assertEquals(new TreeSet<>(SuiteReader.ROW_KEYS), keys(schema().path("$defs").path("row")));
    }
}
