package org.rustos.core.snapshot;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The state of a machine at one moment, in memory. Snapshots of one machine share what did not
 * change between them.
 */
public final class Snapshot {
    /** Of what the fresh machine consists, see {@link Landmarks#sum}. */
    final long landmarks;

    final byte[] graph;
    final List<Object> large;
    final MemoryImage memory;

    Snapshot(long landmarks, byte[] graph, List<Object> large, MemoryImage memory) {
        this.landmarks = landmarks;
        this.graph = graph;
        this.large = List.copyOf(large);
        this.memory = memory;
    }

    /** SHA-256 of everything, 64 lower-case digits: equal states have equal ones. */
    public String digest() {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out =
                    new DataOutputStream(
                            new DigestOutputStream(OutputStream.nullOutputStream(), sum))) {
                SnapshotBody.write(this, out);
            }
            return HexFormat.of().formatHex(sum.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
