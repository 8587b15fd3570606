package org.rustos.channels.trace;

/** One line of the viewer: the format knows processes and threads only, and numbers both. */
record Track(int process, int thread) {
    private static final int CORES = 1;
    private static final int FIRST_PROCESS = 1000;

    /** The group of all cores. */
    static final Track OF_CORES = new Track(CORES, CORES);

    /** Cores are threads of a process of their own; viewers give the number 0 a meaning. */
    static Track ofCore(int core) {
        return new Track(CORES, core + 1);
    }

    /** A thread of a guest process. */
    static Track ofThread(int process, int thread) {
        return new Track(FIRST_PROCESS + process, FIRST_PROCESS + thread);
    }
}
