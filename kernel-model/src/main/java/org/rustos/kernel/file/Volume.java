package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.memory.Frames;

/**
 * What all inodes of one machine share: frames for their pages, numbers, object addresses, the
 * clock.
 */
public final class Volume {
    /** 2026-01-01T00:00:00Z: the simulated wall clock starts here, whatever the host's says. */
    public static final long BOOT_NS = 1_767_225_600L * 1_000_000_000L;

    private static final int DEVICE = 0x17;

    private final PhysicalMemory memory;
    private final Frames frames;
    private final PageBudget budget;
    private final KernelHeap heap;
    private final Kept.Conversion mcToNs;
    private final Kept.Listener<String> problems;
    private final FileLocks locks = new FileLocks();
    private long inodes = 1;

    /**
     * Prepares a volume.
     *
     * @param mcToNs nanoseconds since boot of a time in millicycles
     * @param problems is told in one line what the user should know (a host file changed)
     */
    public Volume(
            PhysicalMemory memory,
            Frames frames,
            KernelHeap heap,
            Kept.Conversion mcToNs,
            Kept.Listener<String> problems) {
        this.memory = memory;
        this.frames = frames;
        this.budget = new PageBudget(frames, (int) (memory.size() >> PhysicalMemory.PAGE_SHIFT));
        this.heap = heap;
        this.mcToNs = mcToNs;
        this.problems = problems;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public Frames frames() {
        return frames;
    }

    /** The locks of all its files. */
    public FileLocks locks() {
        return locks;
    }

    PageBudget budget() {
        return budget;
    }

    long nextInode() {
        return inodes++;
    }

    /** A line address for a new kernel object. */
    public long nextLine() {
        return heap.allocate(1);
    }

    /** Wall-clock nanoseconds since 1970 at a time in millicycles. */
    public long nanoseconds(long mc) {
        return BOOT_NS + mcToNs.applyAsLong(mc);
    }

    long bootNs() {
        return BOOT_NS;
    }

    int device() {
        return DEVICE;
    }

    void problem(String line) {
        problems.accept(line);
    }
}
