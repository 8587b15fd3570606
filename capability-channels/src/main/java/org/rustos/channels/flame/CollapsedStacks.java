package org.rustos.channels.flame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;

/**
 * Stacks as lines: frames from the outermost on with semicolons between them, a blank, cycles. All
 * lines together make exactly the cycles of the run.
 */
final class CollapsedStacks {
    private static final int DIGITS = 3;

    private final Writer out;
    private final StringBuilder path = new StringBuilder();

    private CollapsedStacks(Writer out) {
        this.out = out;
    }

    static void write(StackNode all, OutputStream to) throws IOException {
        Writer out = new OutputStreamWriter(to, UTF_8);
        CollapsedStacks lines = new CollapsedStacks(out);
        for (StackNode child : all.children()) {
            lines.below(child);
        }
        out.flush();
    }

    private void below(StackNode node) throws IOException {
        int length = path.length();
        path.append(length == 0 ? "" : ";").append(node.name());
        if (node.selfMc() != 0) {
            out.append(path).append(' ').append(cycles(node.selfMc())).append('\n');
        }
        for (StackNode child : node.children()) {
            below(child);
        }
        path.setLength(length);
    }

    /** Whole where it is. */
    static String cycles(long mc) {
        BigDecimal cycles = BigDecimal.valueOf(mc, DIGITS).stripTrailingZeros();
        return cycles.toPlainString();
    }
}
