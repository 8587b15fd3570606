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
        StringBuilder line = new StringBuilder("rustos: ");
        String.valueOf(text)
                .strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .codePoints()
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
