package org.rustos.kernel.linux.trace;

import java.util.Locale;

/** Bytes between quotes, with the escapes that strace uses and never more than 32 of them. */
final class Quoted {
    private static final int MOST = 32;
    private static final String PLAIN_ESCAPES = "\t\n\013\f\r\"\\";
    private static final String ESCAPE_LETTERS = "tnvfr\"\\";

    private Quoted() {}

    /** Text without an end: cut at 32 bytes. */
    static String data(byte[] bytes) {
        return of(bytes, Math.min(bytes.length, MOST)) + (bytes.length > MOST ? "..." : "");
    }

    /** A path: strace shows all of it. */
    static String path(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** Random bytes: all in hexadecimal. */
    static String hexadecimal(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, MOST); i++) {
            text.append(String.format(Locale.ROOT, "\\x%02x", bytes[i]));
        }
        return text.append(bytes.length > MOST ? "\"..." : "\"").toString();
    }

    private static String of(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < length; i++) {
            int c = bytes[i] & 0xff;
            int escape = PLAIN_ESCAPES.indexOf(c);
            if (escape >= 0) {
                text.append('\\').append(ESCAPE_LETTERS.charAt(escape));
            } else if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
            } else {
                // Three digits only where another digit follows and would be taken for a part.
                boolean digit = i + 1 < length && bytes[i + 1] >= '0' && bytes[i + 1] <= '7';
                text.append(String.format(Locale.ROOT, digit ? "\\%03o" : "\\%o", c));
            }
        }
        return text.append('"').toString();
    }
}
