package org.rustos.cli.run;

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
    /** Million guest user instructions per second of host time. */
    double hostMips() {
        return hostSeconds == 0 ? 0 : statistics.userInstructions() / hostSeconds / 1e6;
    }
}
