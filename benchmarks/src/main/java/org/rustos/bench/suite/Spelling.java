package org.rustos.bench.suite;

import java.util.Collection;

/** Turns "unknown name" into a remedy: the nearest known name, or all of them. */
public final class Spelling {
    private Spelling() {}

    /** Text to append to a message: a suggestion and the names that would do. */
    public static String hint(String wrong, Collection<String> known) {
        String nearest = null;
        int best = Math.max(2, wrong.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(wrong, name);
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        if (nearest != null) {
            return "; did you mean '" + nearest + "'?";
        }
        return known.isEmpty() ? "; none is allowed here" : "; known: " + String.join(", ", known);
    }

    /** Levenshtein distance: how many letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
