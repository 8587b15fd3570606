package org.rustos.kernel;

import java.util.Set;

/**
 * What a run decides about the kernel; all of it goes into the hash of a result.
 *
 * @param seed source of everything that looks random to a guest
 * @param sliceNanos time slice of a thread while others wait, in simulated nanoseconds
 * @param epochSeconds what the simulated wall clock shows at cycle 0, seconds since 1970
 * @param maxProcesses processes alive at once; beyond it fork is EAGAIN
 * @param maxHandles open handles per process
 * @param flaws checks that it forgets: none, but in the attack suite
 */
public record KernelConfig(
        long seed,
        long sliceNanos,
        long epochSeconds,
        int maxProcesses,
        int maxHandles,
        Set<Flaw> flaws) {
    public static final KernelConfig DEFAULT =
            new KernelConfig(1, 4_000_000, 1_767_225_600L, 256, 1024, Set.of());

    public KernelConfig {
        flaws = Set.copyOf(flaws);
    }

    public KernelConfig withSeed(long newSeed) {
        return new KernelConfig(newSeed, sliceNanos, epochSeconds, maxProcesses, maxHandles, flaws);
    }

    /** A kernel that forgets these checks; for the attack suite alone. */
    public KernelConfig withFlaws(Set<Flaw> forgotten) {
        return new KernelConfig(
                seed, sliceNanos, epochSeconds, maxProcesses, maxHandles, forgotten);
    }

    /** Other time slices. */
    public KernelConfig withSlice(long nanos) {
        return new KernelConfig(seed, nanos, epochSeconds, maxProcesses, maxHandles, flaws);
    }
}
