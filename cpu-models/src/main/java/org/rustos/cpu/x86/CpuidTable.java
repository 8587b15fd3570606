package org.rustos.cpu.x86;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.ProfileException;

import java.util.HashMap;
import java.util.Map;

/**
 * Answers CPUID from the profile, so that a guest sees the modelled CPU and chooses its code paths
 * by it, not the engine's model or the host.
 */
final class CpuidTable {
    /** The four registers of an answer, as unsigned 32-bit values. */
    record Answer(long eax, long ebx, long ecx, long edx) {}

    private static final Answer NOTHING = new Answer(0, 0, 0, 0);

    private final Map<Long, Answer> answers = new HashMap<>();

    /**
     * Reads the table.
     *
     * @param profile name for messages
     * @param rows array of objects with {@code leaf}, optional {@code subleaf} and hexadecimal
     *     {@code eax}, {@code ebx}, {@code ecx}, {@code edx}
     */
    CpuidTable(String profile, JsonNode rows) {
        for (JsonNode row : rows) {
            try {
                answers.put(
                        key(hex(row, "leaf"), hex(row, "subleaf")),
                        new Answer(
                                hex(row, "eax"),
                                hex(row, "ebx"),
                                hex(row, "ecx"),
                                hex(row, "edx")));
            } catch (NumberFormatException bad) {
                throw new ProfileException(
                        profile + ": cpuid: " + row + " holds a value that is not hexadecimal");
            }
        }
    }

    /** The answer for a leaf; a leaf that is not there answers zero. */
    Answer get(long leaf, long subleaf) {
        Answer exact = answers.get(key(leaf, subleaf));
        if (exact != null) {
            return exact;
        }
        // Most leaves have one answer whatever ECX holds; a leaf with several lists them all.
        return answers.containsKey(key(leaf, 1))
                ? NOTHING
                : answers.getOrDefault(key(leaf, 0), NOTHING);
    }

    private static long key(long leaf, long subleaf) {
        return leaf << 32 | subleaf;
    }

    private static long hex(JsonNode row, String name) {
        String text = row.path(name).asText("0");
        return Long.parseLong(text.startsWith("0x") ? text.substring(2) : text, 16) & 0xffff_ffffL;
    }
}
