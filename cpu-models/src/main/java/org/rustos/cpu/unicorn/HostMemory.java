package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Reaches what a few hot lines share with the engine by plain addresses: a segment of an arena
 * would be asked about its thread, its life and its bounds for each access of the guest.
 *
 * <p>Nothing here checks. Addresses come from segments whose owner is known to live.
 */
final class HostMemory {
    // One constant, so that its checks are decided when the code is compiled.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private HostMemory() {}

    static long getLong(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    static void setLong(long address, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    static void setByte(long address, byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }
}
