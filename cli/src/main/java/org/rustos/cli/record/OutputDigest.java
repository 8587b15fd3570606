package org.rustos.cli.record;

import org.rustos.core.Sha256;
import org.rustos.kernel.file.Console;

import java.security.MessageDigest;

/** What a guest wrote to one stream, as a length and a hash; the bytes go on to where they went. */
final class OutputDigest implements Console.Sink {
    private final MessageDigest digest = Sha256.digest();
    private final Console.Sink next;
    private final Boundaries boundaries;
    private long length;

    OutputDigest(Console.Sink next, Boundaries boundaries) {
        this.next = next;
        this.boundaries = boundaries;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        digest.update(bytes, offset, count);
        boundaries.bytes(bytes, offset, count);
        length += count;
        next.write(bytes, offset, count);
    }

    /** For the outcome; at the end, once. */
    OutputSeen seen() {
        return new OutputSeen(length, Sha256.hex(digest, new byte[0]));
    }
}
