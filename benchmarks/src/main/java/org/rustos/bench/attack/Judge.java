package org.rustos.bench.attack;

import org.rustos.bench.attack.Finding.Outcome;
import org.rustos.kernel.op.Errno;

import java.util.List;

/**
 * Makes an outcome of evidence, by the same rules for every attack: what the program says it
 * obtained counts only if it can be seen from outside.
 */
final class Judge {
    private static final String OBTAINED = "obtained ";
    private static final String REFUSED = "refused ";
    private static final String LACKS = "lacks ";
    private static final String NOTICED = "noticed ";

    /** Which of the interleavings that a program tried it hit. */
    private static final String WINDOW = "window ";

    private Judge() {}

    /** An outcome and its place. */
    record Verdict(Outcome outcome, String where) {}

    static Verdict of(Evidence evidence) {
        if (!evidence.refusedToLoad().isEmpty()) {
            return new Verdict(Outcome.BLOCKED, "loader: " + evidence.refusedToLoad());
        }
        if (evidence.told() != null && evidence.killed().isEmpty() && evidence.ended().isEmpty()) {
            return told(evidence.told());
        }
        List<String> lines = evidence.printed().lines().toList();
        String obtained = last(lines, OBTAINED);
        String noticed = last(lines, NOTICED);
        if (!obtained.isEmpty()) {
            if (!demonstrated(obtained, evidence)) {
                return new Verdict(Outcome.UNJUDGED, "claimed but not seen: " + obtained);
            }
            String late = noticed.isEmpty() ? evidence.killed() : noticed;
            return late.isEmpty()
                    ? new Verdict(Outcome.SUCCEEDS, obtained + window(lines))
                    : new Verdict(Outcome.DETECTED_LATE, obtained + "; then " + late);
        }
        if (evidence.changed()) {
            return evidence.killed().isEmpty()
                    ? new Verdict(Outcome.SUCCEEDS, "change of a file that it may not write")
                    : new Verdict(
                            Outcome.DETECTED_LATE, "changed a file; then " + evidence.killed());
        }
        if (!evidence.killed().isEmpty()) {
            return new Verdict(Outcome.BLOCKED, evidence.killed());
        }
        String lacking = last(lines, LACKS);
        if (!lacking.isEmpty()) {
            return new Verdict(Outcome.NOT_APPLICABLE, "no " + lacking + " here");
        }
        String refused = last(lines, REFUSED);
        if (!refused.isEmpty()) {
            String verifier = evidence.rejected();
            String said = verifier.isEmpty() ? "" : "; verifier: " + verifier;
            return new Verdict(Outcome.BLOCKED, refusal(refused) + said + window(lines));
        }
        String why = evidence.ended().isEmpty() ? evidence.printed().strip() : evidence.ended();
        return new Verdict(Outcome.UNJUDGED, "neither obtained nor refused: " + why);
    }

    private static Verdict told(Evidence.Difference cycles) {
        String one = thousandths(cycles.one());
        return cycles.one() == cycles.other()
                ? new Verdict(Outcome.BLOCKED, "the same cycles with another secret (" + one + ")")
                : new Verdict(
                        Outcome.SUCCEEDS,
                        "other cycles with another secret (%s and %s)"
                                .formatted(one, thousandths(cycles.other())));
    }

    private static String thousandths(long mc) {
        return "%d.%03d".formatted(mc / 1000, mc % 1000);
    }

    private static boolean demonstrated(String obtained, Evidence evidence) {
        return switch (obtained.split(" ", 2)[0]) {
            case "secret" -> evidence.printed().contains(evidence.secret());
            case "change" -> evidence.changed();
            case "digits" -> evidence.secret().startsWith("key:" + obtained.split(" ", 2)[1]);
            default -> true; // a flow of control shows by the line itself: only that code prints it
        };
    }

    private static String window(List<String> lines) {
        String tried = last(lines, WINDOW);
        return tried.isEmpty() ? "" : " (" + tried + ")";
    }

    /** The text of the last line of a kind, or empty. */
    private static String last(List<String> lines, String kind) {
        return lines.stream()
                .filter(line -> line.startsWith(kind))
                .reduce((_, later) -> later)
                .map(line -> line.substring(kind.length()))
                .orElse("");
    }

    /** {@code 13 what} to {@code EACCES: what}. */
    private static String refusal(String text) {
        String[] parts = text.split(" ", 2);
        int number = Integer.parseInt(parts[0]);
        String check = parts.length > 1 ? parts[1] : "";
        return number == 0 ? check : Errno.of(number) + ": " + check;
    }
}
