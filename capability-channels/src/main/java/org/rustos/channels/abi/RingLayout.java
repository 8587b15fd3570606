package org.rustos.channels.abi;

/**
 * The shared pages of a queue pair. {@code ring} gets one by RING_SETUP, {@code channel} one at
 * bootstrap; both look alike. Heads and tails are free-running u32, taken modulo the size; the side
 * that does not own a word only reads it.
 */
public final class RingLayout {
    /** Entries of either queue: a power of two, 1 to this. */
    public static final int MAX_ENTRIES = 256;

    /** u32, the kernel writes: next submission that it will take. */
    public static final int SQ_HEAD = 0;

    /** u32, the guest writes: next submission that it will fill. */
    public static final int SQ_TAIL = 64;

    /** u32, the guest writes: next completion that it will take. */
    public static final int CQ_HEAD = 128;

    /** u32, the kernel writes: next completion that it will fill. */
    public static final int CQ_TAIL = 192;

    /** u32, the kernel writes: {@link #NEED_WAKEUP}. */
    public static final int KERNEL_FLAGS = 256;

    /**
     * u32, written once at set-up: entries of the submission queue, of the completion queue too.
     */
    public static final int ENTRIES = 320;

    /** In KERNEL_FLAGS: the polling thread sleeps; the next submission needs a doorbell. */
    public static final int NEED_WAKEUP = 1;

    /** Offset of the submissions in the shared pages. */
    public static final int SUBMISSIONS = 0x1000;

    /** Offset of the completions in the shared pages. */
    public static final int COMPLETIONS = 0x5000;

    /** Bytes of all shared pages, whatever the number of entries. */
    public static final int SHARED_SIZE = 0x6000;

    /** Bytes of the parameter block of RING_SETUP. */
    public static final int PARAMS_SIZE = 64;

    /** u32 in: entries. */
    public static final int PARAMS_ENTRIES = 0;

    /** u32 in: {@link #SETUP_POLL} or {@link #SETUP_PRODUCERS}. */
    public static final int PARAMS_FLAGS = 4;

    /** u32 in: simulated microseconds of emptiness after which the poller sleeps; 0 is never. */
    public static final int PARAMS_IDLE_MICROS = 8;

    /** u32 out: ring id for RING_ENTER. */
    public static final int PARAMS_RING_ID = 12;

    /** u64 out: address of the shared pages. */
    public static final int PARAMS_ADDRESS = 16;

    /** A kernel thread on another core takes submissions; without it RING_ENTER does. */
    public static final int SETUP_POLL = 1;

    /**
     * Several producers: who raises the tail by one has an entry for itself, and the kernel takes
     * it only when {@link EntryLayout#RESERVED1} says that it is filled in this lap. Not together
     * with a polling thread, which watches the tail alone.
     */
    public static final int SETUP_PRODUCERS = 2;

    /** RING_ENTER: wait until the asked number of completions is there. */
    public static final int ENTER_GET_EVENTS = 1;

    /** RING_ENTER: wake the polling thread. */
    public static final int ENTER_WAKEUP = 2;

    private RingLayout() {}
}
