package org.rustos.workloads;

import java.util.List;

/**
 * What a finished run shows to the workload that judges it.
 *
 * @param exitStatus of the program: 0 to 255, 128 + signal, or -1 if it did not end
 * @param verdicts values of its VERIFY markers, in order
 */
public record RunOutcome(int exitStatus, List<Long> verdicts) {
    public RunOutcome {
        verdicts = List.copyOf(verdicts);
    }
}
