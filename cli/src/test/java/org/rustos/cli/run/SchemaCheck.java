package org.rustos.cli.run;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;

/**
 * Holds a document against a JSON schema, as far as our own schemas go: a keyword that it does not
 * know is an error, so that nothing in a schema is without effect.
 */
final class SchemaCheck {
    private static final Set<String> WORDS =
            Set.of("$schema", "$id", "$defs", "title", "description", "properties", "required");

    private final JsonNode root;

    SchemaCheck(JsonNode schema) {
        root = schema;
    }

    /** The first complaint, or null. */
    String complaint(JsonNode document) {
        return complaint(document, root);
    }

    private String complaint(JsonNode value, JsonNode schema) {
        for (Map.Entry<String, JsonNode> word : schema.properties()) {
            String said = complaint(value, schema, word.getKey(), word.getValue());
            if (said != null) {
                return said;
            }
        }
        return null;
    }

    private String complaint(JsonNode value, JsonNode schema, String word, JsonNode rule) {
        return switch (word) {
            case "$ref" -> complaint(value, root.at(rule.asText().substring(1)));
            case "type" -> isA(value, rule.asText()) ? null : value + " is no " + rule;
            case "enum" -> isOneOf(value, rule) ? null : value + " is none of " + rule;
            case "minimum" -> value.asDouble() >= rule.asDouble() ? null : value + " is too low";
            case "minLength" -> value.asText().length() >= rule.asInt() ? null : "too short";
            case "required" -> missing(value, rule);
            case "properties" -> inProperties(value, rule);
            case "additionalProperties" -> additional(value, schema.path("properties"), rule);
            case "items" -> inItems(value, rule);
            case "oneOf" -> matches(value, rule) == 1 ? null : value + " matches no one form";
            default -> WORDS.contains(word) ? null : "schema: unknown keyword " + word;
        };
    }

    private static boolean isA(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalArgumentException("schema: unknown type " + type);
        };
    }

    private static boolean isOneOf(JsonNode value, JsonNode allowed) {
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String missing(JsonNode value, JsonNode names) {
        for (JsonNode name : names) {
            if (!value.has(name.asText())) {
                return value + " lacks " + name;
            }
        }
        return null;
    }

    private String inProperties(JsonNode value, JsonNode properties) {
        for (Map.Entry<String, JsonNode> field : properties.properties()) {
            JsonNode inside = value.get(field.getKey());
            String said = inside == null ? null : complaint(inside, field.getValue());
            if (said != null) {
                return field.getKey() + ": " + said;
            }
        }
        return null;
    }

    private String additional(JsonNode value, JsonNode known, JsonNode rule) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            boolean extra = !known.has(field.getKey());
            if (extra && rule.isBoolean() && !rule.asBoolean()) {
                return value + " has " + field.getKey();
            }
            String said = extra && rule.isObject() ? complaint(field.getValue(), rule) : null;
            if (said != null) {
                return said;
            }
        }
        return null;
    }

    private String inItems(JsonNode value, JsonNode rule) {
        for (JsonNode item : value) {
            String said = complaint(item, rule);
            if (said != null) {
                return said;
            }
        }
        return null;
    }

    private int matches(JsonNode value, JsonNode forms) {
        int count = 0;
        for (JsonNode form : forms) {
            count += complaint(value, form) == null ? 1 : 0;
        }
        return count;
    }
}
