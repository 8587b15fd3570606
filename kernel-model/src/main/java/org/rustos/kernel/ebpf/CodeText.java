package org.rustos.kernel.ebpf;

import java.nio.charset.StandardCharsets;

/** Bytes written as hex digits with white space anywhere: how byte code travels through a pipe. */
public final class CodeText {
    private CodeText() {}

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException one line that says what is no digit, or that one is missing
     */
    public static byte[] parse(String text) {
        StringBuilder digits = new StringBuilder();
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\n') {
                line++;
            }
            if (letter <= ' ') {
                continue;
            }
            if (Character.digit(letter, 16) < 0 || letter > 'f') {
                throw new IllegalArgumentException(
                        "'" + letter + "' in line " + line + " is no hex digit");
            }
            digits.append(letter);
        }
        if (digits.length() % 2 != 0) {
            throw new IllegalArgumentException("an odd number of hex digits");
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
        }
        return bytes;
    }

    /** The bytes of a file that may hold them as hex digits or as they are. */
    public static byte[] ofFile(byte[] content) {
        boolean text = content.length > 0;
        for (byte each : content) {
            boolean digit = Character.digit(each, 16) >= 0 && each <= 'f';
            text &= each > 0 && (digit || each <= ' ');
        }
        return text ? parse(new String(content, StandardCharsets.ISO_8859_1)) : content;
    }
}
