package org.rustos.channels.abi;

import java.util.List;

/**
 * Operations as numbers, the same in a ring entry, a channel entry and at the gate of tier 1.
 *
 * <p>Arguments beside the handle ({@code a0}..{@code a3}; unused ones must be 0); the result is a
 * number of at least 0, or a negative errno:
 */
public final class OpCode {
    /** No handle; gives the parent process id. */
    public static final int NULL = 0;

    /** Handle: directory; a0 path address, a1 path length, a2 flags, a3 mode. Gives a handle. */
    public static final int OPEN = 1;

    /** Gives 0. */
    public static final int CLOSE = 2;

    /** a0 buffer, a1 length, a2 offset. Gives bytes read, 0 at the end. */
    public static final int READ = 3;

    /** a0 buffer, a1 length, a2 offset. Gives bytes written. */
    public static final int WRITE = 4;

    /**
     * Handle: directory with a path, else the object; a0 path, a1 its length or 0, a2 stat buffer.
     */
    public static final int STAT = 5;

    /**
     * Zero-copy grant of one page: a2 offset (page aligned). Gives the address of a read-only page.
     */
    public static final int MAP_READ = 6;

    /** a0 address that MAP_READ gave, a2 its offset. Gives 0; the address is dead from then on. */
    public static final int UNMAP_GRANT = 7;

    /** a0 rights to keep, a1 expiry in nanoseconds of simulated time or 0. Gives a handle. */
    public static final int DERIVE = 8;

    /** a0 process capability of the receiver, a1 rights to keep. Gives the receiver's handle. */
    public static final int DELEGATE = 9;

    /** Kills everything derived from the handle; the handle itself lives. Gives 0. */
    public static final int REVOKE = 10;

    /** Gives the handle up and kills what was derived from it. Gives 0. */
    public static final int DROP = 11;

    /** How many there are: a code of this or more is ENOSYS. */
    public static final int COUNT = 12;

    private static final List<String> NAMES =
            List.of(
                    "null",
                    "open",
                    "close",
                    "read",
                    "write",
                    "stat",
                    "map",
                    "unmap",
                    "derive",
                    "delegate",
                    "revoke",
                    "drop");

    private OpCode() {}

    /** What an operation is called in counters and policies; its code must be below the count. */
    public static String name(int opcode) {
        return NAMES.get(opcode);
    }
}
