package org.rustos.kernel.ebpf.run;

/** A program did what it must not: travels from the access to the end of the run only. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String reason) {
        super(reason, null, false, false);
    }

    static Fault access(long address, int size, boolean write) {
        return new Fault(
                "%s of %d bytes at 0x%x is out of bounds"
                        .formatted(write ? "store" : "load", size, address));
    }
}
