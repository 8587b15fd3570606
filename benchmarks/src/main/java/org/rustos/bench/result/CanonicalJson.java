package org.rustos.bench.result;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to write a value, so that equal results are equal bytes: keys sorted, two blanks of
 * indentation, lists of scalars on one line, decimals plain and with the digits that they have, a
 * newline at the end.
 */
public final class CanonicalJson {
    /** Reads and writes records; decimals stay exact. */
    public static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(
                            com.fasterxml.jackson.databind.DeserializationFeature
                                    .USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /** A resource of this module, read whole. */
    public static <T> T resource(String name, TypeReference<T> type) {
        try (InputStream in = CanonicalJson.class.getResourceAsStream(name)) {
            return MAPPER.readValue(in, type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The canonical text of a record, map or list. */
    public static String write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.node(MAPPER.valueToTree(value), 0);
        return json.out.append('\n').toString();
    }

    private void node(JsonNode node, int depth) {
        if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else if (node.isBigDecimal()) {
            out.append(node.decimalValue().toPlainString());
        } else {
            out.append(node);
        }
    }

    private void object(JsonNode node, int depth) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        out.append('{');
        String separator = "";
        for (String name : names) {
            out.append(separator);
            newline(depth + 1);
            out.append(MAPPER.getNodeFactory().textNode(name)).append(": ");
            node(node.get(name), depth + 1);
            separator = ",";
        }
        if (!names.isEmpty()) {
            newline(depth);
        }
        out.append('}');
    }

    private void array(JsonNode node, int depth) {
        boolean inline = true;
        for (JsonNode element : node) {
            inline &= !element.isContainerNode() || isPair(element);
        }
        out.append('[');
        String separator = "";
        for (JsonNode element : node) {
            out.append(separator);
            if (!inline) {
                newline(depth + 1);
            }
            node(element, depth + 1);
            separator = inline ? ", " : ",";
        }
        if (!inline) {
            newline(depth);
        }
        out.append(']');
    }

    /** A short list of numbers, as in a histogram. */
    private static boolean isPair(JsonNode node) {
        return node.isArray() && node.size() == 2 && node.get(0).isNumber();
    }

    private void newline(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }
}
