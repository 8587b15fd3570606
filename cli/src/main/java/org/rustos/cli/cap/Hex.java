package org.rustos.cli.cap;

import java.util.HexFormat;

/** How 64-bit numbers are written on both sides of {@code cap}: 0x and one to sixteen digits. */
final class Hex {
    private Hex() {}

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static long parse(String text) {
        boolean prefixed = text.startsWith("0x") || text.startsWith("0X");
        if (!prefixed || text.length() < 3 || text.length() > 18) {
            throw malformed(text);
        }
        long value = 0;
        for (int i = 2; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                throw malformed(text);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Writes a number without leading zeros. */
    static String of(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** Writes a number of 65 bits. */
    static String of(int bit64, long low) {
        return bit64 == 0 ? of(low) : "0x1" + HexFormat.of().toHexDigits(low);
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return new IllegalArgumentException(
                "'" + shown + "' is not a number of up to 64 bits like 0x1f00");
    }
}
