package org.rustos.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of columns for a terminal: the first column left, the others right, but for the last if
 * asked.
 */
final class TextTable {
    private final List<List<String>> lines = new ArrayList<>();
    private final boolean lastIsText;

    TextTable(boolean lastIsText) {
        this.lastIsText = lastIsText;
    }

    void add(String... cells) {
        lines.add(List.of(cells));
    }

    @Override
    public String toString() {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                boolean left = i == 0 || (lastIsText && i == columns - 1);
                String pad = " ".repeat(widths[i] - line.get(i).length());
                row.append(i == 0 ? "" : "  ");
                row.append(left ? line.get(i) + pad : pad + line.get(i));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
