package org.rustos.bench.result;

import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cell of a suite with what came of it. A cell that could not be measured is a row too, with
 * its reason: never a silent gap.
 *
 * @param status what the row is
 * @param reason why it failed or does not apply; empty for a measured row
 * @param verdict what the workload said about its result
 * @param image guest image and its sha256, joined by a blank; empty if none ran
 * @param measurements by kind of stretch, the headline first; empty unless measured
 * @param counters what the mechanism counted; names that start with {@code tier} are operations per
 *     tier
 * @param notRepriceable why another cost table needs a new run; empty if it does not
 */
public record ResultRow(
        Experiment experiment,
        Status status,
        String reason,
        String verdict,
        String exitReason,
        String image,
        List<Measurement> measurements,
        SortedMap<String, Long> counters,
        boolean repriceable,
        String notRepriceable) {

    /** What a row is. */
    public enum Status {
        MEASURED,
        FAILED,
        NOT_APPLICABLE
    }

    public ResultRow {
        measurements = List.copyOf(measurements);
    }

    /** The row of an outcome; failures of verification and of statistics make it a failed one. */
    public static ResultRow of(Experiment experiment, Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotApplicable none ->
                    without(experiment, Status.NOT_APPLICABLE, none.reason());
            case Outcome.Failed failed -> failed(experiment, failed.reason());
            case Outcome.Measured run -> measured(experiment, run);
        };
    }

    /** A row that broke. */
    public static ResultRow failed(Experiment experiment, String reason) {
        return without(experiment, Status.FAILED, reason);
    }

    private static ResultRow without(Experiment experiment, Status status, String reason) {
        return new ResultRow(
                experiment, status, reason, "", "", "", List.of(), new TreeMap<>(), false, "");
    }

    private static ResultRow measured(Experiment experiment, Outcome.Measured run) {
        String problem = "";
        List<Measurement> measurements = List.of();
        if (!run.finished()) {
            problem = "did not finish: " + run.exitReason();
        } else if (!run.verified()) {
            problem = "verification failed: " + run.verdict();
        } else {
            try {
                measurements = Statistics.of(run);
            } catch (Baseline.UnusableException e) {
                problem = e.getMessage();
            }
        }
        return new ResultRow(
                experiment,
                problem.isEmpty() ? Status.MEASURED : Status.FAILED,
                problem,
                run.verdict(),
                run.exitReason(),
                run.image() + " " + run.imageHash(),
                measurements,
                run.counters(),
                problem.isEmpty() && run.notRepriceable().isEmpty(),
                run.notRepriceable());
    }

    /** The first measurement: the one that the headline table shows. Only of a measured row. */
    public Measurement headline() {
        return measurements.getFirst();
    }

    /** The mechanism with its options: what a line of a table is called. */
    public String mechanismLabel() {
        return Experiment.named(experiment.mechanism(), experiment.options());
    }

    /** The workload with its parameters: what a column of a table is called. */
    public String workloadLabel() {
        return Experiment.named(experiment.workload(), experiment.parameters());
    }
}
