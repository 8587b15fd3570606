package org.rustos.channels.flame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Locale;

/** Draws stacks: a frame is as wide as its cycles and stands on its caller. */
final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 18;
    private static final int TOP = 48;
    private static final int MARGIN = 10;
    private static final double NARROWEST = 0.3;
    private static final double LETTER = 7;
    private static final int SHORTEST_TEXT = 3;
    private static final int HUES = 40;
    private static final int PER_CENT = 100;
    private static final String STYLE = "flame.css";
    private static final String SCRIPT = "flame.js";

    private final Writer out;
    private final long totalMc;
    private final int height;

    private FlameGraph(Writer out, long totalMc, int rows) {
        this.out = out;
        this.totalMc = totalMc;
        this.height = TOP + rows * ROW + MARGIN;
    }

    static void write(StackNode all, String title, OutputStream to) throws IOException {
        Writer out = new OutputStreamWriter(to, UTF_8);
        long total = Math.max(all.totalMc(), 1);
        FlameGraph graph = new FlameGraph(out, total, rows(all, total));
        graph.head(title);
        graph.frame(all, 0, 0);
        out.append("</g>\n</svg>\n");
        out.flush();
    }

    private static double width(long mc, long total) {
        return (double) (WIDTH - 2 * MARGIN) * mc / total;
    }

    private static int rows(StackNode node, long total) {
        int most = 0;
        for (StackNode child : node.children()) {
            if (width(child.totalMc(), total) >= NARROWEST) {
                most = Math.max(most, rows(child, total));
            }
        }
        return most + 1;
    }

    private void head(String title) throws IOException {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " data-left=\"%d\" data-width=\"%d\">%n",
                        WIDTH,
                        height,
                        MARGIN,
                        WIDTH - 2 * MARGIN));
        out.append("<title>").append(xml(title)).append("</title>\n");
        out.append("<style>").append(resource(STYLE)).append("</style>\n");
        out.append("<script><![CDATA[\n").append(resource(SCRIPT)).append("]]></script>\n");
        out.append(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>%n",
                        WIDTH,
                        height));
        text(MARGIN, 20, "title", title);
        text(MARGIN, 38, "says", "Click a frame to widen it, the lowest to see all.");
        out.append("<g id=\"frames\">\n");
    }

    private void text(int x, int y, String style, String words) throws IOException {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n",
                        style,
                        x,
                        y,
                        xml(words)));
    }

    private void frame(StackNode node, long fromMc, int depth) throws IOException {
        long mc = node.totalMc();
        double width = width(mc, totalMc);
        if (width < NARROWEST) {
            return;
        }
        double x = MARGIN + width(fromMc, totalMc);
        int y = height - MARGIN - (depth + 1) * ROW;
        out.append(
                String.format(
                        Locale.ROOT,
                        "<g class=\"f\" tabindex=\"0\"><title>%s: %s cycles, %.2f %%</title>"
                                + "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\""
                                + " fill=\"%s\"/><text x=\"%.2f\" y=\"%d\">%s</text></g>%n",
                        xml(node.name()),
                        CollapsedStacks.cycles(mc),
                        (double) PER_CENT * mc / totalMc,
                        x,
                        y,
                        width,
                        ROW - 1,
                        colour(node.name()),
                        x + 3,
                        y + 13,
                        xml(shortened(node.name(), width))));
        long at = fromMc + node.selfMc();
        for (StackNode child : node.children()) {
            frame(child, at, depth + 1);
            at += child.totalMc();
        }
    }

    private static String shortened(String name, double width) {
        int room = (int) (width / LETTER);
        if (name.length() <= room) {
            return name;
        }
        return room < SHORTEST_TEXT ? "" : name.substring(0, room - 2) + "..";
    }

    /** User code is warm, the kernel cold, idleness grey; a name always has the same shade. */
    private static String colour(String name) {
        int shade = Math.floorMod(name.hashCode(), HUES);
        if (name.equals("idle")) {
            return "#c8c8c8";
        }
        boolean kernel = name.startsWith("[kernel]") || name.startsWith("kernel ");
        boolean path = name.indexOf('.') > 0;
        int hue = (kernel ? 200 : path ? 150 : 15) + shade;
        return "hsl(" + hue + ",70%,72%)";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FlameGraph.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in our jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** What XML forbids was taken out of names before. */
    private static String xml(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '<' -> safe.append("&lt;");
                                case '>' -> safe.append("&gt;");
                                case '&' -> safe.append("&amp;");
                                case '"' -> safe.append("&quot;");
                                default ->
                                        safe.appendCodePoint(
                                                c >= ' ' && c < 0xd800 || c >= 0xe000 && c < 0xfffe
                                                        ? c
                                                        : '?');
                            }
                        });
        return safe.toString();
    }
}
