package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.ExitCode;
import org.rustos.core.machine.MarkerKind;
import org.rustos.kernel.process.Process;
import org.rustos.workloads.RunOutcome;
import org.rustos.workloads.Verdict;
import org.rustos.workloads.Workload;

/**
 * How a run ended, as a script and as a person need to know it.
 *
 * @param reason word for {@code exitReason}: exited, killed, limit, deadlock or engine
 * @param exitCode of our process
 * @param message one line for the user, or empty where the exit code says it all
 * @param verdict of the workload, or null for a plain image
 */
public record Ending(String reason, int exitCode, String message, Verdict verdict) {
    /**
     * Judges an outcome.
     *
     * @param first the process whose end is the run's end
     * @param workload null for a plain image
     */
    public static Ending of(
            Simulation.Outcome outcome, Process first, Workload workload, long maxCycles) {
        return switch (outcome.reason()) {
            case FINISHED -> finished(outcome, first, workload);
            case CYCLE_LIMIT ->
                    new Ending(
                            "limit",
                            ExitCode.LIMIT.code(),
                            "stopped at the limit of "
                                    + maxCycles
                                    + " cycles; raise --max-cycles, or the program has no end",
                            null);
            case DEADLOCK ->
                    new Ending(
                            "deadlock",
                            ExitCode.LIMIT.code(),
                            "deadlock, nothing can go on: " + outcome.failure(),
                            null);
            case ENGINE -> new Ending("engine", ExitCode.ENGINE.code(), outcome.failure(), null);
        };
    }

    private static Ending finished(Simulation.Outcome outcome, Process first, Workload workload) {
        int status = outcome.exitStatus();
        Verdict verdict = workload == null ? null : workload.verify(shown(outcome));
        if (first.killSignal() != 0) {
            return new Ending("killed", status, "", verdict); // the kernel's notice says why
        }
        if (verdict != null && !verdict.right()) {
            return new Ending(
                    "exited",
                    ExitCode.VERIFICATION.code(),
                    workload.id() + ": not verified: " + verdict.text(),
                    verdict);
        }
        return new Ending("exited", status, "", verdict);
    }

    private static RunOutcome shown(Simulation.Outcome outcome) {
        return new RunOutcome(
                outcome.exitStatus(),
                outcome.marks().stream()
                        .filter(mark -> mark.kind() == MarkerKind.VERIFY)
                        .map(mark -> mark.value())
                        .toList());
    }
}
