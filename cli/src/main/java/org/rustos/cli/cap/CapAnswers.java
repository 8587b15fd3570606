package org.rustos.cli.cap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/** One question about a capability, one answer: the rows of {@code cap batch}. */
final class CapAnswers {
    private CapAnswers() {}

    /**
     * Answers one question.
     *
     * @throws IllegalArgumentException if it is not one; the message says what is wrong
     */
    static ObjectNode answer(JsonNode question) {
        if (!question.isObject()) {
            throw new IllegalArgumentException("a line must be one JSON object");
        }
        String op = text(question, "op");
        return switch (op) {
            case "decode" -> decode(number(question, "meta"), number(question, "addr"));
            case "setbounds" -> setBounds(question);
            case "setaddr" -> setAddress(question);
            case "cram" -> alignment(number(question, "len"));
            default ->
                    throw new IllegalArgumentException(
                            "unknown op; there are decode, setbounds, setaddr and cram");
        };
    }

    /** The fields of a capability. */
    static ObjectNode decode(long meta, long addr) {
        ObjectNode answer = bounds(object(), meta, addr);
        answer.put("exponent", Hex.of(CapBounds.exponent(meta)));
        answer.put("perms", Hex.of(CheriCap.permissionField(meta)));
        answer.put("otype", Hex.of(CheriCap.otype(meta)));
        return answer.put("flags", Hex.of(CheriCap.flags(meta)));
    }

    /** CSetBounds from the address: the tag goes where the bounds would grow or a seal be moved. */
    private static ObjectNode setBounds(JsonNode question) {
        long meta = number(question, "meta");
        long addr = number(question, "addr");
        int tag = bit(question, "tag");
        long length = number(question, "len");
        boolean allowed = CapBounds.contains(meta, addr, addr, length) && !CheriCap.isSealed(meta);
        long bounded = CapBounds.setBounds(meta, addr, length);
        ObjectNode answer = object();
        answer.put("exact", CapBounds.isExact(addr, length) ? 1 : 0);
        answer.put("meta", Hex.of(bounded));
        answer.put("tag", allowed ? tag : 0);
        return bounds(answer, bounded, addr);
    }

    /** CSetAddr: the tag goes where bounds would change or a seal be moved. */
    private static ObjectNode setAddress(JsonNode question) {
        long meta = number(question, "meta");
        long addr = number(question, "addr");
        int tag = bit(question, "tag");
        boolean representable = CapBounds.sameBounds(meta, addr, number(question, "new"));
        ObjectNode answer = object();
        answer.put("representable", representable ? 1 : 0);
        answer.put("meta", Hex.of(meta));
        return answer.put("tag", representable && !CheriCap.isSealed(meta) ? tag : 0);
    }

    private static ObjectNode alignment(long length) {
        ObjectNode answer = object();
        answer.put("mask", Hex.of(CapBounds.alignmentMask(length)));
        return answer.put("rounded", Hex.of(CapBounds.representableLength(length)));
    }

    private static ObjectNode bounds(ObjectNode answer, long meta, long addr) {
        answer.put("base", Hex.of(CapBounds.base(meta, addr)));
        return answer.put(
                "top", Hex.of(CapBounds.topHigh(meta, addr), CapBounds.topLow(meta, addr)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String text(JsonNode question, String name) {
        JsonNode value = question.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" must be there and be a string");
        }
        return value.textValue();
    }

    private static long number(JsonNode question, String name) {
        String text = text(question, name);
        try {
            return Hex.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + name + "\": " + e.getMessage(), e);
        }
    }

    private static int bit(JsonNode question, String name) {
        JsonNode value = question.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() >>> 1 != 0) {
            throw new IllegalArgumentException("\"" + name + "\" must be there and be 0 or 1");
        }
        return value.intValue();
    }
}
