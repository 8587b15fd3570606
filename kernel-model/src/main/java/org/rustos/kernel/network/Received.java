package org.rustos.kernel.network;

import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;

import java.util.List;

/**
 * What one receive found.
 *
 * @param result bytes moved, or a negative errno
 * @param whole bytes of the whole message; more than {@code result} if it was cut
 * @param from the sender's address; null where it is not told
 * @param sender who sent it
 * @param rights open files that came along; their references are the taker's
 */
public record Received(
        long result, long whole, Address from, Identity sender, List<OpenFile> rights) {
    static Received refused(Errno error) {
        return nothing(error.negative());
    }

    /** The other end is done. */
    static Received end() {
        return nothing(0);
    }

    private static Received nothing(long result) {
        return new Received(result, result, null, Identity.NOBODY, List.of());
    }
}
