package org.rustos.channels.abi;

/** What an image and the simulator must agree on before the first instruction. */
public final class GuestAbi {
    /** Rises with every incompatible change of this package. */
    public static final int VERSION = 1;

    public static final int PAGE_SIZE = 4096;

    /** Bytes of a cache line, on which every shared word that two sides write stands alone. */
    public static final int LINE_SIZE = 64;

    /** Owner name of the ELF note that names an image's mechanism. */
    public static final String NOTE_NAME = "RustOS";

    /** Note of a program: u32 ABI version, then the NUL-terminated mechanism id. */
    public static final int NOTE_MECHANISM = 1;

    /**
     * Note of a service image (kernel-owned code of tier 1), same contents; never run by itself.
     */
    public static final int NOTE_SERVICE = 2;

    /** x86-64: the vector of the marker instruction {@code int $0xF1}. */
    public static final int MARKER_VECTOR = 0xF1;

    private GuestAbi() {}
}
