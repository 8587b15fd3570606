package org.rustos.channels.abi;

/** What ACQUIRE_INITIAL_CAPABILITIES is asked (the spec) and what it fills in (the block). */
public final class BootstrapLayout {
    public static final int SPEC_SIZE = 32;

    /** u32, {@link GuestAbi#VERSION}. */
    public static final int SPEC_VERSION = 0;

    /** u32, WANT bits. */
    public static final int SPEC_FLAGS = 4;

    /** u32, entries of the channel, a power of two up to 256; 0 without a channel. */
    public static final int SPEC_CHANNEL_ENTRIES = 8;

    /** u32, as in RING_SETUP. */
    public static final int SPEC_IDLE_MICROS = 12;

    /** u64, where the block goes. */
    public static final int SPEC_BLOCK = 16;

    /** u64, bytes there; at least BLOCK_SIZE. */
    public static final int SPEC_BLOCK_SIZE = 24;

    /** A channel to the kernel's services. */
    public static final int WANT_CHANNEL = 1;

    /** Its entries are taken by a polling kernel thread on another core. */
    public static final int WANT_POLL = 2;

    /** The in-process service of tier 1. */
    public static final int WANT_DIRECT = 4;

    /** An endpoint to the file server; in the server itself, the right to receive there. */
    public static final int WANT_MESSAGE = 8;

    public static final int BLOCK_SIZE = 128;

    /** u32, {@link GuestAbi#VERSION}. */
    public static final int BLOCK_VERSION = 0;

    /** u32, WANT bits that were granted. */
    public static final int BLOCK_FLAGS = 4;

    /** u32 each. */
    public static final int BLOCK_PROCESS_ID = 8;

    public static final int BLOCK_PARENT_PROCESS_ID = 12;

    /** u32 each, capability indices of this process; 0 is never a valid index. */
    public static final int BLOCK_SELF = 16;

    public static final int BLOCK_ROOT_DIRECTORY = 20;
    public static final int BLOCK_CONSOLE = 24;
    public static final int BLOCK_CHANNEL = 28;

    /** u64, address of the channel's shared pages, see {@link RingLayout}; 0 without. */
    public static final int BLOCK_CHANNEL_ADDRESS = 32;

    /** u32, entries that it has. */
    public static final int BLOCK_CHANNEL_ENTRIES = 40;

    /**
     * u32, capability index of the in-process service where hardware capabilities lead to it, to be
     * dropped; 0 otherwise.
     */
    public static final int BLOCK_SERVICE = 44;

    /**
     * u64, address of the call gate of tier 1, or of the sealed pair that leads to it; 0 without.
     */
    public static final int BLOCK_GATE = 48;

    /**
     * u8 for each {@link OpCode}: the tier (1 or 2) that the policy gives it; read by {@code
     * rustos}.
     */
    public static final int BLOCK_TIERS = 64;

    /** Room in the table of tiers. */
    public static final int BLOCK_TIERS_SIZE = 32;

    /** u32, capability index of the file server's endpoint. */
    public static final int BLOCK_ENDPOINT = 96;

    /** u32, how many of the inherited capabilities there are. */
    public static final int BLOCK_INHERITED_COUNT = 100;

    /**
     * u64, memory shared with the file server; 0 for none. In the server: where the first client's
     * lies, with the others' behind it.
     */
    public static final int BLOCK_WINDOW = 104;

    /** u32 each, capability indices that the starting process passed on. */
    public static final int BLOCK_INHERITED = 112;

    /** Most of them. */
    public static final int BLOCK_INHERITED_MAX = 4;

    private BootstrapLayout() {}
}
