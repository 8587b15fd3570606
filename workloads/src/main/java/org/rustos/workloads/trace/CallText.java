package org.rustos.workloads.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the text of a call apart, character by character: no nesting in a log nests a Java call.
 */
final class CallText {
    private static final int MOST_ARGUMENTS = 32;

    private final String text;
    private int at;

    /**
     * A text to be scanned.
     *
     * @param from behind the opening parenthesis
     */
    CallText(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** The arguments up to the closing parenthesis, or null if there is none. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        int from = at;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                skipString();
                continue;
            }
            if (c == '<' && at > from && isName(text.charAt(at - 1))) {
                skipAnnotation();
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                String argument = text.substring(from, at).strip();
                if (!argument.isEmpty() && arguments.size() < MOST_ARGUMENTS) {
                    arguments.add(argument);
                }
                from = at + 1;
                if (c == ')') {
                    at++;
                    return arguments;
                }
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            at++;
        }
        return null;
    }

    /** What follows the arguments. */
    String rest() {
        return text.substring(at).strip();
    }

    private static boolean isName(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
    }

    private void skipString() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** What stands behind a descriptor: {@code 3</etc/passwd>}, {@code 4<TCP:[a:1->b:2]>}. */
    private void skipAnnotation() {
        at++;
        while (at < text.length() && (text.charAt(at) != '>' || text.charAt(at - 1) == '-')) {
            at++;
        }
        at++;
    }
}
