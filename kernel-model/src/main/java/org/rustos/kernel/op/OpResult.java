package org.rustos.kernel.op;

/**
 * What came of an operation: a value or an errno, as the mechanism carries it back.
 *
 * @param value result if there is no error (a handle, a count, an address)
 * @param error the reason of failure, or {@link Errno#OK}
 */
public record OpResult(long value, Errno error) {
    public static OpResult of(long value) {
        return new OpResult(value, Errno.OK);
    }

    public static OpResult failed(Errno error) {
        return new OpResult(-1, error);
    }

    public boolean ok() {
        return error == Errno.OK;
    }

    /** One signed word as the guest gets it: the value, or the negative errno. */
    public long word() {
        return ok() ? value : -error.number();
    }
}
