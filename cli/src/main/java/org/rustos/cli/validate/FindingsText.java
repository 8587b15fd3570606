package org.rustos.cli.validate;

import org.rustos.bench.validate.KernelComparison;
import org.rustos.bench.validate.KernelRow;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.Validation;
import org.rustos.bench.validate.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table for people: a section for each kind of row, then the kernels, then the verdict. */
final class FindingsText {
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String OFF = "\u001b[0m";
    private static final int WIDTH = 96;

    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private FindingsText(boolean colours) {
        this.colours = colours;
    }

    /** The lines to print. */
    static List<String> lines(Findings found, boolean colours) {
        FindingsText text = new FindingsText(colours);
        text.lines.add(found.profile().id() + " against silicon: " + found.silicon());
        for (Row.Kind kind : Row.Kind.values()) {
            text.section(found, kind);
        }
        text.fitted(found.profile().fitted());
        text.kernels(found);
        text.verdict(found.verdict());
        return List.copyOf(text.lines);
    }

    private void section(Findings found, Row.Kind kind) {
        List<Row> rows = found.rows().stream().filter(row -> row.kind() == kind).toList();
        if (rows.isEmpty()) {
            return;
        }
        head("%-44s %12s %12s %9s".formatted(title(kind), "simulated", "silicon", "error"));
        for (Row row : rows) {
            row(row);
            boolean off = Math.abs(row.error()) > Verdict.NEVER_FITTED_MEDIAN;
            remark(off ? found.remarks().on(row.name()) : "");
        }
        median(Validation.medianError(rows, kind));
    }

    private void remark(String remark) {
        if (!remark.isEmpty()) {
            paragraph("      remark: ", remark);
        }
    }

    private void row(Row row) {
        if (row.failed()) {
            lines.add("%-44s %s".formatted(row.name(), colour(RED, row.problem())));
            return;
        }
        String error = String.format(Locale.ROOT, "%+8.1f%%", row.error() * 100);
        double bad = row.kind() == Row.Kind.FITTED ? Verdict.FITTED : Verdict.REMARKABLE;
        boolean far = Math.abs(row.error()) > bad;
        boolean off = Math.abs(row.error()) > Verdict.NEVER_FITTED_MEDIAN;
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-44s %12.2f %12.2f %s",
                        row.name(),
                        row.simulated(),
                        row.measured(),
                        far ? colour(RED, error) : off ? colour(YELLOW, error) : error));
    }

    private void median(double error) {
        lines.add(
                String.format(Locale.ROOT, "%-44s %34.1f%%", "median absolute error", error * 100));
    }

    private void fitted(List<String> names) {
        head("WHAT WAS FITTED");
        paragraph("", names.isEmpty() ? "nothing" : String.join(", ", names));
    }

    private void kernels(Findings found) {
        if (!found.skipped().isEmpty()) {
            lines.add("");
            lines.add("kernels against this host: skipped, " + found.skipped());
            return;
        }
        if (found.kernels().isEmpty()) {
            return;
        }
        head(
                "%-24s %10s %10s %8s %9s %5s %8s"
                        .formatted(
                                "KERNELS (cycles per op)",
                                "model",
                                "host",
                                "ratio",
                                "error",
                                "n",
                                "spread"));
        for (KernelRow row : found.kernels()) {
            kernel(row);
            boolean off = Math.abs(row.error()) > Verdict.KERNELS_MEDIAN;
            remark(off ? found.remarks().on(row.name()) : "");
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %39.1f%%",
                        "median absolute error",
                        KernelComparison.medianError(found.kernels()) * 100));
        paragraph(
                "",
                "host: the tenth percentile of n runs between chains of dependent additions;"
                        + " spread: by how much their median is above it");
    }

    private void kernel(KernelRow row) {
        if (row.failed()) {
            lines.add("%-24s %s".formatted(row.name(), colour(RED, row.problem())));
            return;
        }
        String error = String.format(Locale.ROOT, "%+8.1f%%", row.error() * 100);
        boolean off = Math.abs(row.error()) > Verdict.KERNELS_MEDIAN;
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %10.2f %10.2f %8.3f %s %5d %+7.1f%%",
                        row.name(),
                        row.simulated(),
                        row.measured(),
                        row.ratio(),
                        off ? colour(YELLOW, error) : error,
                        row.samples(),
                        row.spread() * 100));
    }

    private void verdict(Verdict verdict) {
        head("VERDICT");
        if (verdict.checks().isEmpty()) {
            lines.add("no rule is about these rows");
        }
        for (Verdict.Check check : verdict.checks()) {
            String word =
                    check.passed()
                            ? colour(GREEN, "ok    ")
                            : check.counts() ? colour(RED, "FAILED") : colour(YELLOW, "beyond");
            paragraph(word + "  ", check.text());
        }
    }

    private void head(String text) {
        lines.add("");
        lines.add(colour(BOLD, text));
    }

    /** Words of a long text, wrapped, each line after the first as far in as the first. */
    private void paragraph(String before, String text) {
        String indent = " ".repeat(before.replaceAll("\u001b\\[[0-9]*m", "").length());
        StringBuilder line = new StringBuilder(before);
        int used = indent.length();
        for (String word : text.split(" ")) {
            if (used + word.length() > WIDTH && used > indent.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
                used = indent.length();
            }
            line.append(word).append(' ');
            used += word.length() + 1;
        }
        lines.add(line.toString().stripTrailing());
    }

    private String colour(String colour, String text) {
        return colours ? colour + text + OFF : text;
    }

    private static String title(Row.Kind kind) {
        return switch (kind) {
            case FITTED -> "FITTED (must be within 15 %)";
            case SOURCE -> "SOURCE OF A FIGURE IN THE PROFILE";
            case FREE -> "NOT USED BY THE PROFILE";
            case NEVER_FITTED -> "NEVER TO BE FITTED";
        };
    }
}
