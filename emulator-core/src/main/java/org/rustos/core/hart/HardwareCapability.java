package org.rustos.core.hart;

/**
 * A register that holds a hardware capability, taken apart for people to read.
 *
 * @param top first address behind the bounds; 2^64 is shown as -1
 * @param permissions as the architecture's own instruction gives them
 * @param type the object type, -1 without a seal
 * @param valid the tag
 * @param upper the upper half as it is stored in memory
 */
public record HardwareCapability(
        long address,
        long base,
        long top,
        long permissions,
        long type,
        boolean valid,
        long upper) {}
