package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processes that the debugger knows: the first, those that it was told of when they were made,
 * and those that it asked for. The others run along, and it is not told of them.
 */
final class Attached {
    private final DebuggedRun run;
    private final Set<Integer> processes = new TreeSet<>();

    Attached(DebuggedRun run) {
        this.run = run;
        begin();
    }

    /** A debugger comes: it knows the first process. */
    void begin() {
        processes.clear();
        add(run.simulation().kernel().processes().first().id());
    }

    void add(int process) {
        processes.add(process);
    }

    /** Whether the debugger knows nobody any more. */
    boolean removeLast(int process) {
        processes.remove(process);
        return run.processes().stream().noneMatch(p -> processes.contains(p.id()));
    }

    /** All threads that the debugger knows. */
    List<UserThread> threads() {
        List<UserThread> threads = new ArrayList<>();
        for (Process process : run.processes()) {
            if (processes.contains(process.id())) {
                threads.addAll(process.threads());
            }
        }
        return threads;
    }
}
