package org.rustos.channels.request;

/**
 * What the guest left behind, fetched once and not checked yet.
 *
 * @param opcode see {@code OpCode}
 * @param type stated type of the handle, 0 for none
 * @param reserved all bits that must be 0, or-ed together
 */
public record Request(
        int opcode, int type, long handle, long a0, long a1, long a2, long a3, long reserved) {
    Request withHandle(long other) {
        return new Request(opcode, type, other, a0, a1, a2, a3, reserved);
    }
}
