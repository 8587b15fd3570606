package org.rustos.kernel;

import org.rustos.core.machine.Core;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;

/** Names a deadlock: which thread stands where, one line each. */
public final class Standstill {
    private static final int MOST = 16;

    private Standstill() {}

    /** Every thread that is alive, in the order of processes and threads. */
    public static List<String> lines(Kernel kernel) {
        List<String> lines = new ArrayList<>();
        int left = 0;
        for (Process process : kernel.processes().all()) {
            for (UserThread thread : process.threads()) {
                if (process.exited() || thread.state() == UserThread.State.DEAD) {
                    continue;
                }
                if (lines.size() < MOST) {
                    lines.add(line(kernel, process, thread));
                } else {
                    left++;
                }
            }
        }
        if (left > 0) {
            lines.add("and " + left + " threads more");
        }
        return lines;
    }

    private static String line(Kernel kernel, Process process, UserThread thread) {
        Core core = kernel.scheduler().coreOf(thread);
        String what =
                core == null
                        ? "waits in "
                                + process.front().callName(thread.context().callNumber())
                                + "(0x%x)".formatted(thread.context().argument(0))
                        : "spins on core " + core.id();
        return "process %d thread %d %s at pc 0x%x"
                .formatted(process.id(), thread.id(), what, thread.context().pc());
    }
}
