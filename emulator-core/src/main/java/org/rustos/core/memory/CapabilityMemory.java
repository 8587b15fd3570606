package org.rustos.core.memory;

/**
 * Hardware capabilities in memory, for a supervisor that knows no format: it says what one shall
 * reach, the CPU model says how that is written. Addresses of memory are physical, those inside of
 * capabilities virtual.
 */
public interface CapabilityMemory {
    /** Bytes of a capability, and its alignment. */
    int SIZE = 16;

    /** Bytes whose tags one look gives. */
    int LINE = 64;

    /**
     * Writes a sealed code capability: calling it enters at one address only.
     *
     * @param from lowest address that the code may execute and read
     * @param to first address behind it
     * @param type what it is sealed with; only data of the same type goes with it
     */
    void code(long pa, long from, long to, long entry, int type);

    /**
     * Writes a sealed data capability: whoever is called with it may load and store in [from, to).
     */
    void data(long pa, long from, long to, int type);

    /** Writes the right to seal and unseal with the types [first, last]. */
    void sealer(long pa, int first, int last);

    /** Tags of the line at an address: bit i is set if a capability stands in its part i. */
    int tags(long pa);

    /**
     * Makes every capability of a line that is sealed with a type worthless.
     *
     * @return how many there were
     */
    int revoke(long pa, int type);
}
