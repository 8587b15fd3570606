package org.rustos.cli;

/**
 * What we say on standard error: whatever a text holds, the user gets one line that is harmless.
 */
public final class Message {
    private Message() {}

    /**
     * One line with our name in front; control characters, as in a hostile file name, are shown.
     */
    public static String line(String text) {
        return "rustos: " + printable(String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** The same text on a terminal that it cannot control. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
