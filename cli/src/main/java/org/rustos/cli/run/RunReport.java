package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.channels.Simulation.Outcome;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.process.Process;

import java.util.Collections;
import java.util.List;

/**
 * All that {@code --stats} prints.
 *
 * @param notices the kernel's lines for the user, in the order of simulated time
 * @param hostSeconds wall time of the run itself; never part of what must be equal
 */
record RunReport(
        Guest guest,
        long seed,
        Ending ending,
        RunStatistics statistics,
        List<String> notices,
        double hostSeconds) {
    /** Judges a run that is over. */
    static RunReport of(
            Guest guest, RunInputs inputs, Simulation simulation, Outcome outcome, double seconds) {
        Process first = simulation.kernel().processes().first();
        LinuxSyscalls calls = LinuxSyscalls.of(first);
        return new RunReport(
                guest,
                inputs.seed(),
                Ending.of(outcome, first, guest.workload(), inputs.limit()),
                RunStatistics.of(
                        outcome,
                        guest.cpu().profile().gigahertz(),
                        !inputs.untimed(),
                        calls == null ? Collections.emptySortedMap() : calls.totals()),
                outcome.notices(),
                seconds);
    }

    /** Million guest user instructions per second of host time. */
    double hostMips() {
        return hostSeconds == 0 ? 0 : statistics.userInstructions() / hostSeconds / 1e6;
    }
}
