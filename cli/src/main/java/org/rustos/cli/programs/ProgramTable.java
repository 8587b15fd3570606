package org.rustos.cli.programs;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints verdicts as they come, and what they add up to. */
final class ProgramTable {
    private static final int WIDTH = 64;

    private final PrintWriter out;
    private String section = "";

    ProgramTable(PrintWriter out) {
        this.out = out;
    }

    void row(Verdict verdict) {
        if (!verdict.row().section().equals(section)) {
            section = verdict.row().section();
            out.println();
            line(section, "equal", "code", "cycles", "instructions");
        }
        if (!verdict.skipped().isEmpty()) {
            line(verdict.row().text(), "skip", "", "", "");
            out.println("    " + verdict.skipped());
        } else {
            line(
                    verdict.row().text(),
                    verdict.failed() ? "NO" : "yes",
                    Integer.toString(verdict.run().ended().code()),
                    String.format(Locale.ROOT, "%,.0f", verdict.run().cycles()),
                    String.format(Locale.ROOT, "%,d", verdict.run().userInstructions()));
            problem(verdict.difference());
            problem(verdict.unstable());
            problem(verdict.calls() == null ? "" : verdict.calls().line());
            problem(verdict.syncs() == null ? "" : syncs(verdict.syncs()));
            if (verdict.row().has("categories")) {
                categories(verdict);
            }
        }
        out.flush();
    }

    private static String syncs(StraceComparison.Answer syncs) {
        return !syncs.skipped().isEmpty() || !syncs.difference().isEmpty()
                ? syncs.line()
                : syncs.calls() + " times fsync or fdatasync, as natively";
    }

    private void problem(String text) {
        if (!text.isEmpty()) {
            out.println("    " + text);
        }
    }

    private void line(String command, String equal, String code, String cycles, String count) {
        String shown =
                command.length() <= WIDTH ? command : command.substring(0, WIDTH - 3) + "...";
        out.printf(
                Locale.ROOT,
                "%-" + WIDTH + "s %5s %4s %16s %14s%n",
                shown,
                equal,
                code,
                cycles,
                count);
    }

    private void categories(Verdict verdict) {
        double all = verdict.statistics().path("coreCycles").asDouble();
        for (Map.Entry<String, JsonNode> part :
                verdict.statistics().path("categories").properties()) {
            double cycles = part.getValue().asDouble();
            if (cycles >= all / 1000) {
                out.printf(
                        Locale.ROOT,
                        "    %-28s %18.0f %6.1f %%%n",
                        part.getKey(),
                        cycles,
                        100 * cycles / all);
            }
        }
    }

    void summary(List<Verdict> verdicts, boolean twice) {
        long equal = verdicts.stream().filter(Verdict::equal).count();
        long skipped = verdicts.stream().filter(v -> !v.skipped().isEmpty()).count();
        out.println();
        out.printf(
                Locale.ROOT,
                "%d commands: %d equal to native, %d different, %d skipped%n",
                verdicts.size(),
                equal,
                verdicts.size() - equal - skipped,
                skipped);
        if (twice) {
            long same = verdicts.stream().filter(v -> v.unstable().isEmpty()).count() - skipped;
            out.printf(Locale.ROOT, "%d gave the same figures in a second run%n", same);
        }
        long traced = verdicts.stream().filter(v -> v.calls() != null).count();
        long alike =
                verdicts.stream()
                        .filter(v -> v.calls() != null && v.calls().calls() > 0)
                        .filter(v -> v.calls().difference().isEmpty())
                        .count();
        out.printf(Locale.ROOT, "%d of %d traced make the calls of strace%n", alike, traced);
        double seconds = verdicts.stream().mapToDouble(Verdict::hostSeconds).sum();
        long instructions =
                verdicts.stream()
                        .filter(v -> v.run() != null)
                        .mapToLong(v -> v.run().userInstructions())
                        .sum();
        out.printf(
                Locale.ROOT,
                "%,d guest instructions in %.1f s of host threads%n",
                instructions,
                seconds);
        out.flush();
    }
}
