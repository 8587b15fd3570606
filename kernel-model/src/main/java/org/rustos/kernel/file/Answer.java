package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

/**
 * What was asked for, or why not: exactly one of the two is meaningful.
 *
 * @param value null after a refusal
 * @param error {@link Errno#OK} or the refusal
 */
public record Answer<T>(T value, Errno error) {
    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, Errno.OK);
    }

    public static <T> Answer<T> refused(Errno error) {
        return new Answer<>(null, error);
    }

    public boolean ok() {
        return error == Errno.OK;
    }
}
