package org.rustos.cli.programs;

import java.util.ArrayList;
import java.util.List;

/**
 * One command of the list, so that a case is added by adding a line.
 *
 * @param section the heading above it
 * @param text the line as written, options cut off
 * @param words argv; a line that needs a shell becomes {@code sh -c LINE}
 * @param options words in front of the line that begin with an at sign, without it
 */
record CommandLineRow(String section, String text, List<String> words, List<String> options) {
    private static final String NEEDS_SHELL = "|&;<>()$`\"\\*?[]{}~#=!\n";

    static CommandLineRow of(String section, String line) {
        List<String> options = new ArrayList<>();
        String rest = line;
        while (rest.startsWith("@")) {
            int blank = rest.indexOf(' ');
            options.add(rest.substring(1, blank));
            rest = rest.substring(blank + 1).strip();
        }
        return new CommandLineRow(section, rest, words(rest), List.copyOf(options));
    }

    /** Words of a line whose only quotes are single ones; anything else is for a shell. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                word = word == null ? new StringBuilder() : word;
            } else if (quoted || c != ' ') {
                if (!quoted && NEEDS_SHELL.indexOf(c) >= 0) {
                    return List.of("sh", "-c", line);
                }
                word = word == null ? new StringBuilder() : word;
                word.append(c);
            } else if (word != null) {
                words.add(word.toString());
                word = null;
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    boolean has(String option) {
        return options.contains(option);
    }
}
