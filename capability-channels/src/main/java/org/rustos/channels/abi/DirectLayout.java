package org.rustos.channels.abi;

/**
 * The protected in-process service of tier 1: addresses, tables that the kernel writes and the
 * service reads, and the header by which the kernel finds the parts of the service image.
 */
public final class DirectLayout {
    /**
     * Nobody but service and kernel has anything in [LOW, HIGH); the service refuses such buffers.
     */
    public static final long LOW = 0x5000_0000L;

    /** Text of the service image (key 0, read and execute); its first bytes are the header. */
    public static final long TEXT = 0x5000_0000L;

    /** Its own data (service key), up to TABLES. */
    public static final long DATA = 0x5100_0000L;

    /** The data page, then the tables, wherever the data page says (service key). */
    public static final long TABLES = 0x5200_0000L;

    /** Service stacks (service key). */
    public static final long STACKS = 0x5700_0000L;

    /** Mirrored page-cache pages (service key). */
    public static final long MIRROR = 0x5800_0000L;

    public static final long HIGH = 0x7000_0000L;

    /** Granted pages in the user's domain (grant key, read only), up to GRANTS_HIGH. */
    public static final long GRANTS = 0x7000_0000L;

    public static final long GRANTS_HIGH = 0x7fff_f000L;

    /** From here on everything may be the program's. */
    public static final long IMAGES = 0x8000_0000L;

    /**
     * RISC-V: what user code reaches, [USER_FROM, USER_TO); bounds of this length are exact at
     * multiples of 256 MiB.
     */
    public static final long USER_FROM = HIGH;

    public static final long USER_TO = 0x40_0000_0000L;

    /** RISC-V: the page that holds the sealed pair, read-only for user code. */
    public static final long GATE_PAGE = GRANTS_HIGH;

    /** Capability of 16 bytes, sealed: the gate's code. */
    public static final int GATE_CODE = 0;

    /** Capability of 16 bytes, sealed with the same type: the service's data. */
    public static final int GATE_DATA = 16;

    /** Capability of 16 bytes: the right to seal with the types that are the user's own. */
    public static final int GATE_SEALER = 32;

    /** RISC-V: type of the sealed pair; only the kernel may seal with it. */
    public static final int TYPE_SERVICE = 16;

    /** RISC-V: types that user code may seal with, TYPE_USER to TYPE_USER_LAST. */
    public static final int TYPE_USER = 4096;

    public static final int TYPE_USER_LAST = 8191;

    /**
     * Key of everything that only the service may touch: a protection key on x86-64; on AArch64 the
     * name of what is not in the tables of user code.
     */
    public static final int SERVICE_KEY = 1;

    /** x86-64: the one key of all granted pages. */
    public static final int GRANT_KEY = 2;

    /**
     * PKRU of user code, and what stands for it on AArch64: key 0 free, key 1 closed, key 2 read
     * only, the rest closed.
     */
    public static final int PKRU_USER = 0x5555_556c;

    /** The same for the service: keys 0 and 1 free, key 2 read only, the rest closed. */
    public static final int PKRU_SERVICE = 0x5555_5560;

    // --- header at TEXT, part of the service image, u64 each

    public static final int HEADER_SIZE = 64;

    /** {@link #MAGIC}. */
    public static final int HEADER_MAGIC = 0;

    public static final long MAGIC = 0x3143_5653_534f_52L; // "ROSSVC1"

    /** The only address at which user code may enter. */
    public static final int HEADER_GATE = 8;

    /** Code [begin, end) that touches user buffers: a fault in it continues at the fixup. */
    public static final int HEADER_COPY_BEGIN = 16;

    public static final int HEADER_COPY_END = 24;
    public static final int HEADER_COPY_FIXUP = 32;

    /** End of the registered text: only [TEXT, this) may hold WRPKRU. */
    public static final int HEADER_TEXT_END = 40;

    /**
     * AArch64: code [this, fixup) that authenticates a handle: a fault in it is a failed
     * authentication and continues at the fixup.
     */
    public static final int HEADER_AUTHENTICATE = 48;

    public static final int HEADER_AUTHENTICATE_FIXUP = 56;

    /**
     * AArch64, behind the header: where user code enters if the service's memory is closed to it,
     * and the addresses behind the traps that open and close it.
     */
    public static final int HEADER_DOOR = 64;

    public static final int HEADER_DOOR_ENTERED = 72;

    public static final int HEADER_DOOR_LEFT = 80;

    // --- data page at TABLES

    public static final int DATA_PAGE_SIZE = 4096;

    /**
     * u64, top of the service stack of the thread that is running; the kernel writes at dispatch.
     */
    public static final int DATA_STACK_TOP = 0;

    /** u32 each. */
    public static final int DATA_PROCESS_ID = 8;

    public static final int DATA_PARENT_PROCESS_ID = 12;

    /** u64 address and u64 number of entries. */
    public static final int DATA_CAPABILITIES = 16;

    public static final int DATA_CAPABILITY_COUNT = 24;
    public static final int DATA_OBJECTS = 32;
    public static final int DATA_OBJECT_COUNT = 40;

    /** u64 for each {@link OpCode}: calls served wholly by the service; the service writes. */
    public static final int DATA_SERVED = 128;

    /** u64 for each {@link OpCode}: calls that had to trap; the service writes. */
    public static final int DATA_TRAPPED = 256;

    /** u64, batches, and u64, their operations; the service that takes batches writes. */
    public static final int DATA_BATCHES = 384;

    public static final int DATA_BATCHED = 392;

    // --- capability table: entry i is slot i, the low half of an index; the kernel writes

    public static final int CAPABILITY_SIZE = 32;

    /** Bits of a capability index that are the slot; the generation stands above them. */
    public static final int CAPABILITY_SLOT_BITS = 16;

    /** u16, {@link CapabilityType}; NONE is an empty slot. */
    public static final int CAPABILITY_TYPE = 0;

    /** u16, must equal the upper half of the index, else it speaks of an earlier filling. */
    public static final int CAPABILITY_GENERATION = 2;

    /** u32, {@link Rights}. */
    public static final int CAPABILITY_RIGHTS = 4;

    /** u32, index in the object table. */
    public static final int CAPABILITY_OBJECT = 8;

    /** u32, must equal the object's epoch; a revoked capability has 0, which no object has. */
    public static final int CAPABILITY_EPOCH = 12;

    /** Epoch of a revoked capability; no object has it. */
    public static final int EPOCH_REVOKED = 0;

    /** u64, time-stamp counter value from which on it is dead; 0 is never. */
    public static final int CAPABILITY_EXPIRY = 16;

    /** u64. */
    public static final int CAPABILITY_BADGE = 24;

    // --- AArch64: a handle is the pointer BASE | index << ENTRY_SHIFT, signed by the data key A,
    // rotated left by 8: bit 55 of a user pointer is 0 and becomes the sign

    public static final long HANDLE_BASE = 1L << 40;

    /** An entry has 32 bytes: with generation 0 the pointer is the entry's offset in the table. */
    public static final int HANDLE_ENTRY_SHIFT = 5;

    public static final int HANDLE_ROTATION = 8;

    /** In the rotated handle: set in a signed one, clear in a bare index. */
    public static final int HANDLE_SIGNED_BIT = 48;

    /** In the rotated handle: the 32 bits from here are the index. */
    public static final int HANDLE_INDEX_SHIFT = 13;

    /** The modifier: rights, and from these bits on object and epoch, each as in the table. */
    public static final int HANDLE_MODIFIER_OBJECT = 32;

    public static final int HANDLE_MODIFIER_EPOCH = 48;

    // --- object table; the kernel writes

    public static final int OBJECT_SIZE = 64;

    /** u32, raised by revocation. */
    public static final int OBJECT_EPOCH = 0;

    /** u32, Linux mode bits. */
    public static final int OBJECT_MODE = 4;

    /** u64, bytes of the file. */
    public static final int OBJECT_BYTES = 8;

    /** u64, address of the page table of the mirror: entry p is page p of the file. */
    public static final int OBJECT_PAGES = 16;

    /** u64, entries there; a page beyond is a miss. */
    public static final int OBJECT_PAGE_COUNT = 24;

    /** u64, what STAT gives as object. */
    public static final int OBJECT_NUMBER = 32;

    /** u64, nanoseconds. */
    public static final int OBJECT_MODIFIED = 40;

    /** u32. */
    public static final int OBJECT_LINKS = 48;

    /** u32, nonzero: tier 1 does not serve this object, ENOTSUP sends the caller to tier 2. */
    public static final int OBJECT_UNTRUSTED = 52;

    // --- one page of an object in the mirror

    public static final int PAGE_SIZE = 32;

    /** u64, where the page is mapped for the service; 0 is a miss. */
    public static final int PAGE_ADDRESS = 0;

    /** u64, where it is mapped for the user; 0 is no grant. */
    public static final int PAGE_GRANT = 8;

    /** u32, {@link #PAGE_WRITABLE} (kernel), {@link #PAGE_DIRTY} (service). */
    public static final int PAGE_FLAGS = 16;

    /** u32, grants that are out; the service counts, the kernel reclaims at 0 only. */
    public static final int PAGE_GRANTS = 20;

    public static final int PAGE_WRITABLE = 1;
    public static final int PAGE_DIRTY = 2;

    private DirectLayout() {}
}
