package org.rustos.kernel.linux;

import org.rustos.kernel.memory.Area;

/** What a process may use at most (getrlimit(2)); copied by fork, kept by execve. */
final class Limits {
    static final int CPU = 0;
    static final int FILE_SIZE = 1;
    static final int DATA = 2;
    static final int STACK = 3;
    static final int CORE = 4;
    static final int PROCESSES = 6;
    static final int DESCRIPTORS = 7;
    static final int ADDRESS_SPACE = 9;
    static final int COUNT = 16;
    static final long NONE = -1;

    private static final int LOCKED = 8;
    private static final int SIGNALS = 11;
    private static final int QUEUES = 12;
    private static final int NICE = 13;
    private static final int PRIORITY = 14;

    private final long[] soft = new long[COUNT];
    private final long[] hard = new long[COUNT];

    private Limits() {}

    /** As a fresh Linux has them. */
    static Limits fresh(int processes, int descriptors) {
        Limits limits = new Limits();
        java.util.Arrays.fill(limits.soft, NONE);
        java.util.Arrays.fill(limits.hard, NONE);
        limits.set(STACK, 8L << 20, NONE);
        limits.set(CORE, 0, NONE);
        limits.set(PROCESSES, processes, processes);
        limits.set(DESCRIPTORS, descriptors, descriptors);
        limits.set(LOCKED, 8L << 20, 8L << 20);
        limits.set(SIGNALS, 4096, 4096);
        limits.set(QUEUES, 819_200, 819_200);
        limits.set(NICE, 0, 0);
        limits.set(PRIORITY, 0, 0);
        return limits;
    }

    Limits copy() {
        Limits copy = new Limits();
        System.arraycopy(soft, 0, copy.soft, 0, COUNT);
        System.arraycopy(hard, 0, copy.hard, 0, COUNT);
        return copy;
    }

    long soft(int which) {
        return soft[which];
    }

    long hard(int which) {
        return hard[which];
    }

    void set(int which, long newSoft, long newHard) {
        soft[which] = newSoft;
        hard[which] = newHard;
    }

    /** Whether a use stays within a limit. */
    boolean allows(int which, long use) {
        return Long.compareUnsigned(use, soft[which]) <= 0;
    }

    /** Whether a process may have so many more bytes of addresses. */
    boolean mayMap(LinuxProcess process, long more) {
        return soft[ADDRESS_SPACE] == NONE || allows(ADDRESS_SPACE, mapped(process) + more);
    }

    /** Whether its heap may grow by so many bytes. */
    boolean mayGrowHeap(LinuxProcess process, long more) {
        long heap = process.breakEnd() - process.breakStart();
        return mayMap(process, more) && (soft[DATA] == NONE || allows(DATA, heap + more));
    }

    private static long mapped(LinuxProcess process) {
        long bytes = 0;
        for (Area area : process.process().areas().all()) {
            bytes += area.length();
        }
        return bytes;
    }
}
