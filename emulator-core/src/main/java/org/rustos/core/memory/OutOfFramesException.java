package org.rustos.core.memory;

/** Guest RAM is exhausted; the kernel model turns it into ENOMEM or kills the process. */
public final class OutOfFramesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutOfFramesException() {
        super("guest RAM is exhausted", null, false, false);
    }
}
