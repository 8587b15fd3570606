package org.rustos.kernel.ebpf.verify;

/** A program cannot be accepted: travels from the rule that it breaks to the verdict only. */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1L;

    Rejection(String reason) {
        super(reason, null, false, false);
    }

    static Rejection of(String format, Object... arguments) {
        return new Rejection(format.formatted(arguments));
    }
}
