package org.rustos.cli.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reads the body of a packet from left to right; nothing in it is trusted. */
final class PacketText {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONG_DIGITS = 16;

    private final String text;
    private int at;

    /** A body, one character a byte. */
    PacketText(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Whether a text comes next; then it is taken. */
    boolean takes(String next) {
        boolean there = text.startsWith(next, at);
        at += there ? next.length() : 0;
        return there;
    }

    /** Takes a text that must come next. */
    void need(String next) {
        if (!takes(next)) {
            throw new MalformedPacketException();
        }
    }

    char take() {
        if (atEnd()) {
            throw new MalformedPacketException();
        }
        return text.charAt(at++);
    }

    /** Takes what is left. */
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** Takes what stands before one of some characters, or all that is left. */
    String until(String ends) {
        int from = at;
        while (!atEnd() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Takes a hexadecimal number of at most 64 bits. */
    long number() {
        int from = at;
        long value = 0;
        while (!atEnd() && HexFormat.isHexDigit(text.charAt(at)) && at - from < LONG_DIGITS) {
            value = value << 4 | HexFormat.fromHexDigit(text.charAt(at++));
        }
        if (at == from) {
            throw new MalformedPacketException();
        }
        return value;
    }

    /** Takes a number that must lie in a range. */
    int number(int least, int most) {
        long value = number();
        if (value < least || value > most) {
            throw new MalformedPacketException();
        }
        return (int) value;
    }

    /** Takes what is left as bytes, two digits each. */
    byte[] bytes() {
        try {
            return HEX.parseHex(rest());
        } catch (IllegalArgumentException e) {
            throw new MalformedPacketException();
        }
    }

    /** Takes what is left as a text of which each byte is two digits. */
    String text() {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
