package org.rustos.cpu.pipeline;

/**
 * One access to memory by its address expression: two equal expressions over registers that did not
 * change name the same memory.
 *
 * @param base number of a register, or -1
 * @param index number of a register, or -1
 * @param scale factor of the index
 * @param segmented whether a base that is no general register is added
 * @param offset what is added
 * @param accesses as how many accesses the engine reports it
 * @param inputs mask of the registers that the address waits for
 * @param renamed whether the core forwards a value stored there as if it were in a register
 */
public record Place(
        int base,
        int index,
        int scale,
        boolean segmented,
        long offset,
        int accesses,
        long inputs,
        boolean renamed) {}
