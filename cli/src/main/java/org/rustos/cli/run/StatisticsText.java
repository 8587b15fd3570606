package org.rustos.cli.run;

import static org.rustos.cli.run.RunStatistics.cycles;

import org.rustos.core.timing.Category;
import org.rustos.kernel.linux.CallTotal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code --stats text}: for people; bars and colours on a terminal only. */
final class StatisticsText {
    private static final int BAR = 40;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final String HEAD = "\u001b[1m";
    private static final String BLUE = "\u001b[34m";
    private static final String OFF = "\u001b[0m";

    private final boolean terminal;
    private final List<String> lines = new ArrayList<>();

    private StatisticsText(boolean terminal) {
        this.terminal = terminal;
    }

    /**
     * The lines to print.
     *
     * @param terminal whether bars and colours can be shown
     */
    static List<String> lines(RunReport report, boolean terminal) {
        StatisticsText text = new StatisticsText(terminal);
        text.summary(report);
        text.breakdown(report.statistics());
        text.table("events", report.statistics().events());
        text.calls(report.statistics().calls());
        text.table("mechanism " + report.guest().mechanism().id(), ownCounters(report));
        text.head("host (differs from run to run)");
        text.row("seconds", fixed(report.hostSeconds(), 3));
        text.row("guest MIPS", fixed(report.hostMips(), 1));
        return List.copyOf(text.lines);
    }

    private void summary(RunReport report) {
        RunStatistics s = report.statistics();
        Ending ending = report.ending();
        head(
                "%s on %s by %s"
                        .formatted(
                                report.guest().name(),
                                report.guest().cpu().profile().id(),
                                report.guest().mechanism().id()));
        row("exit", ending.reason() + ", code " + ending.exitCode());
        if (ending.verdict() != null) {
            row("result", ending.verdict().text());
        }
        row("user instructions", grouped(s.userInstructions()));
        row("kernel instructions", grouped(s.kernelInstructions()));
        row(
                "cycles",
                grouped(cycles(s.elapsedMc()))
                        + (s.timed() ? "" : "  (--no-timing: one per user instruction)"));
        if (s.coresMc().size() > 1) {
            for (int core = 0; core < s.coresMc().size(); core++) {
                row("  core " + core, grouped(cycles(s.coresMc().get(core))));
            }
        }
        row(
                "simulated time",
                grouped(s.nanoseconds())
                        + " ns at "
                        + BigDecimal.valueOf(s.gigahertz()).stripTrailingZeros().toPlainString()
                        + " GHz");
        row("instructions per cycle", s.instructionsPerCycle().toPlainString());
    }

    private void breakdown(RunStatistics s) {
        head(
                s.coresMc().size() > 1
                        ? "where the cycles went (all cores)"
                        : "where the cycles went");
        long total = Math.max(1, s.coreMc());
        long largest = 1;
        for (long mc : s.categoriesMc().values()) {
            largest = Math.max(largest, mc);
        }
        for (Map.Entry<Category, Long> entry : s.categoriesMc().entrySet()) {
            long mc = entry.getValue();
            String line =
                    String.format(
                            Locale.ROOT,
                            "  %-24s %18s %6.1f %%",
                            entry.getKey().label(),
                            grouped(threeDigits(mc)),
                            100.0 * mc / total);
            lines.add(terminal ? line + "  " + BLUE + bar(mc, largest) + OFF : line);
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  %-24s %18s %6.1f %%",
                        "sum",
                        grouped(threeDigits(s.coreMc())),
                        100.0));
    }

    /** Eighths of a column, so that small parts still differ. */
    private static String bar(long mc, long largest) {
        int eighths = (int) Math.max(0, Math.round(8.0 * BAR * mc / largest));
        String tail = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + tail;
    }

    /** The counts of calls stand in their own table. */
    private static Map<String, Long> ownCounters(RunReport report) {
        Map<String, Long> own = new TreeMap<>(report.statistics().counters());
        report.statistics().calls().keySet().forEach(name -> own.remove("syscall." + name));
        return own;
    }

    private void calls(Map<String, CallTotal> calls) {
        if (calls.isEmpty()) {
            return;
        }
        head(callLine("system calls", "count", "cycles", "each"));
        calls.entrySet().stream()
                .sorted(Comparator.comparingLong(call -> -call.getValue().spentMc()))
                .forEach(call -> lines.add(callLine(call.getKey(), call.getValue())));
    }

    private static String callLine(String name, CallTotal total) {
        long mc = total.spentMc();
        return callLine(
                "  " + name,
                grouped(total.count()),
                grouped(threeDigits(mc)),
                grouped(mc / 1000 / total.count()));
    }

    private static String callLine(String name, String count, String cycles, String each) {
        return String.format(Locale.ROOT, "%-26s %12s %18s %10s", name, count, cycles, each);
    }

    private void table(String title, Map<?, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        head(title);
        counts.forEach(
                (name, count) ->
                        lines.add(
                                String.format(Locale.ROOT, "  %-30s %12s", name, grouped(count))));
    }

    private void head(String text) {
        lines.add(terminal ? HEAD + text + OFF : text);
    }

    private void row(String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-24s %s", name, value));
    }

    private static BigDecimal threeDigits(long mc) {
        return BigDecimal.valueOf(mc, 3);
    }

    private static String grouped(Object number) {
        String format =
                number instanceof BigDecimal decimal
                        ? "%,." + Math.max(0, decimal.scale()) + "f"
                        : "%,d";
        return String.format(Locale.ROOT, format, number);
    }

    private static String fixed(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
