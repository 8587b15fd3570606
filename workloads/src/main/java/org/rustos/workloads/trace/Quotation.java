package org.rustos.workloads.trace;

/** Reads the texts that strace quotes as C does. */
final class Quotation {
    private static final int OCTAL_DIGITS = 3;
    private static final int HEX_DIGITS = 2;

    private Quotation() {}

    /** The text, a character for each byte; null if it is no string, or one that was cut. */
    static String text(String argument) {
        if (argument.length() < 2 || argument.charAt(0) != '"' || !argument.endsWith("\"")) {
            return null;
        }
        return unescape(argument.substring(1, argument.length() - 1));
    }

    /** The same without its quotation marks: the path behind a descriptor. */
    static String unescape(String quoted) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < quoted.length(); at++) {
            char c = quoted.charAt(at);
            if (c != '\\' || at + 1 == quoted.length()) {
                text.append(c);
                continue;
            }
            char kind = quoted.charAt(++at);
            int named = "ntrvfab".indexOf(kind);
            if (named >= 0) {
                text.append("\n\t\r\u000b\f\u0007\b".charAt(named));
            } else if (kind == 'x') {
                int end = digits(quoted, at + 1, HEX_DIGITS, 16);
                text.append((char) number(quoted, at + 1, end, 16));
                at = end - 1;
            } else if (kind >= '0' && kind <= '7') {
                int end = digits(quoted, at, OCTAL_DIGITS, 8);
                text.append((char) (number(quoted, at, end, 8) & 0xff));
                at = end - 1;
            } else {
                text.append(kind);
            }
        }
        return text.toString();
    }

    private static int digits(String text, int from, int most, int radix) {
        int end = from;
        while (end < text.length()
                && end - from < most
                && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int end, int radix) {
        return end == from ? 0 : Integer.parseInt(text.substring(from, end), radix);
    }
}
