package org.rustos.core;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names content by what it is: results carry hashes of profile, image and suite, never paths. */
public final class Sha256 {
    private static final int PART = 1 << 16;

    private Sha256() {}

    /** The hash in hexadecimal, 64 lower-case digits. */
    public static String hex(byte[] content) {
        return hex(digest(), content);
    }

    /** The hash of all that a stream still has. */
    public static String hex(InputStream content) throws IOException {
        MessageDigest digest = digest();
        byte[] part = new byte[PART];
        for (int got = content.read(part); got >= 0; got = content.read(part)) {
            digest.update(part, 0, got);
        }
        return hex(digest, new byte[0]);
    }

    /** The hash of what a digest has seen and of some more bytes; the digest starts anew. */
    public static String hex(MessageDigest seen, byte[] more) {
        return HexFormat.of().formatHex(seen.digest(more));
    }

    /** A digest for content that comes bit by bit. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
