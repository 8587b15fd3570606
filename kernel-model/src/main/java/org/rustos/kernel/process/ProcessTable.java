package org.rustos.kernel.process;

import org.rustos.core.snapshot.Kept;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All processes by id, and the ids of threads. Ids are never used twice in a run. */
public final class ProcessTable {
    /** Id of the first process; what its parent would be is 1. */
    private static final int FIRST = 100;

    private final int limit;
    private final TreeMap<Integer, Process> processes = new TreeMap<>();
    private final List<Kept.Listener<Process>> enders = new ArrayList<>();
    private Process first;
    private int next = FIRST;
    private int alive;

    public ProcessTable(int limit) {
        this.limit = limit;
    }

    /** The next unused id, for a process or a further thread. */
    public int nextId() {
        return next++;
    }

    /** The id that was given last: unchanged as long as nothing was created. */
    public int lastId() {
        return next - 1;
    }

    /** A new process, or null when too many are alive. */
    public Process create(Process parent, long objectLine) {
        if (alive == limit) {
            return null;
        }
        alive++;
        Process process = new Process(next++, parent, objectLine);
        processes.put(process.id(), process);
        if (first == null) {
            first = process;
        }
        return process;
    }

    /** A process by id, alive or not yet waited for; null if there is none. */
    public Process get(int id) {
        return processes.get(id);
    }

    /** All known processes in the order of ids. */
    public List<Process> all() {
        return List.copyOf(processes.values());
    }

    /** Somebody who wants to know when a process ends. */
    public void onEnd(Kept.Listener<Process> listener) {
        enders.add(listener);
    }

    /** Records an end and tells who wants to know. */
    public void ended(Process process, int status, int signal) {
        process.ended(status, signal);
        alive--;
        enders.forEach(listener -> listener.accept(process));
    }

    /** Forgets a process that was waited for. */
    public void reap(Process process) {
        processes.remove(process.id());
    }

    /** The first process. */
    public Process first() {
        return first;
    }

    /** True when the first process is over: the run is. */
    public boolean firstExited() {
        return first != null && first.exited();
    }
}
