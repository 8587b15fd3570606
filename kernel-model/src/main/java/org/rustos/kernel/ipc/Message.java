package org.rustos.kernel.ipc;

import org.rustos.kernel.cap.Rights;

import java.util.List;

/**
 * One message, fetched once from its sender and checked.
 *
 * @param words those in registers first
 * @param gifts capabilities that it carries
 */
record Message(long[] words, List<Gift> gifts) {
    /**
     * One capability.
     *
     * @param handle in the sender's table
     * @param mask rights that the receiver keeps
     * @param move whether the sender loses it
     */
    record Gift(long handle, Rights mask, boolean move) {}

    /** Whether registers carry all of it. */
    boolean fits() {
        return words.length <= MessageRegisters.WORDS && gifts.isEmpty();
    }

    /** What a receiver is told of it. */
    long info(boolean call) {
        return words.length
                | (long) gifts.size() << MessageInfo.CAPABILITIES_SHIFT
                | (call ? MessageInfo.CALL : 0);
    }
}
