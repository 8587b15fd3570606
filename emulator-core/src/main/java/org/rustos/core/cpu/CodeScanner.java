package org.rustos.core.cpu;

/**
 * Looks for byte sequences that user code of a process with a protected domain must not hold, at
 * any offset and across page ends (ERIM's inspection).
 */
public interface CodeScanner {
    /** A forbidden sequence. */
    record Finding(long offset, String instruction) {}

    /** The first forbidden sequence that starts at or after an offset, or null. */
    Finding next(byte[] code, int from);
}
