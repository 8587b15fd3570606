package org.rustos.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Equal values are equal bytes. */
class CanonicalJsonTest {
    @Test
    void keysAreSortedAndDecimalsKeepTheirDigits() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", new BigDecimal("1.500"));
        value.put("a", List.of(1, 2));
        value.put("c", Map.of());
        assertEquals(
                "{\n  \"a\": [1, 2],\n  \"b\": 1.500,\n  \"c\": {}\n}\n",
                CanonicalJson.write(value));
    }

    @Test
    void aLargeDecimalIsNotWrittenWithAnExponent() {
        assertEquals("12000000\n", CanonicalJson.write(new BigDecimal("1.2E+7")));
    }

    @Test
    void textsAreEscaped() {
        assertEquals("\"a\\\"\\n\"\n", CanonicalJson.write("a\"\n"));
    }
}
