package org.rustos.cpu.riscv.bare;

/** An image that the bare board cannot hold; the message is one line for the user. */
public final class BareImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BareImageException(String message) {
        super(message);
    }
}
