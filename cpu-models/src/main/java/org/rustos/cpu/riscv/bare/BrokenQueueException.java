package org.rustos.cpu.riscv.bare;

/** A virtqueue that its driver has filled with nonsense: the device stops until it is reset. */
final class BrokenQueueException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenQueueException(String message) {
        super(message, null, false, false);
    }
}
