package org.rustos.core.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A snapshot as a file, with what its machine was made from beside it.
 *
 * <p>Layout: {@value #MAGIC}, the version of the layout (4 bytes, big-endian like all numbers),
 * SHA-256 of what follows, and that as one zlib stream: a count of attachments, each with name and
 * bytes, then the body (graph of objects, large arrays, page frames).
 *
 * @param attachments by name
 */
public record SnapshotFile(SortedMap<String, byte[]> attachments, Snapshot snapshot) {
    private static final String MAGIC = "RUSTOS SNAPSHOT\n";

    /** Rises with every change of the layout; the classes in it check themselves. */
    private static final int VERSION = 1;

    private static final int HASH_BYTES = 32;
    private static final int HEAD_BYTES = MAGIC.length() + Integer.BYTES + HASH_BYTES;
    private static final int MOST_ATTACHMENTS = 64;

    /** Writes a file, or leaves none. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            MessageDigest sum = sha256();
            try (OutputStream out = Files.newOutputStream(part)) {
                out.write(new byte[HEAD_BYTES]); // the hash is known when all is written
                writeBody(new DigestOutputStream(new BufferedOutputStream(out), sum));
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.write(head(sum.digest()));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static ByteBuffer head(byte[] hash) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putInt(VERSION)
                .put(hash)
                .flip();
    }

    private void writeBody(OutputStream to) throws IOException {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(new DeflaterOutputStream(to, fast, 1 << 16)))) {
            out.writeInt(attachments.size());
            for (var attachment : attachments.entrySet()) {
                out.writeUTF(attachment.getKey());
                out.writeInt(attachment.getValue().length);
                out.write(attachment.getValue());
            }
            SnapshotBody.write(snapshot, out);
        } finally {
            fast.end();
        }
    }

    /**
     * Reads a file.
     *
     * @throws SnapshotException if it is damaged, or none of ours, or of another layout
     */
    public static SnapshotFile read(Path file) throws IOException, SnapshotException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] magic = in.readNBytes(MAGIC.length());
            if (!Arrays.equals(magic, MAGIC.getBytes(StandardCharsets.US_ASCII))) {
                throw new SnapshotException("is no snapshot; make one by run --snapshot-at");
            }
            int version = new DataInputStream(in).readInt();
            if (version != VERSION) {
                throw new SnapshotException(
                        "has layout %d and this build reads %d; take it again"
                                .formatted(version, VERSION));
            }
            byte[] hash = in.readNBytes(HASH_BYTES);
            check(file, hash);
            return readBody(in);
        } catch (EOFException | ZipException e) {
            throw new SnapshotException("is damaged; take it again", e);
        } catch (OutOfMemoryError e) {
            throw new SnapshotException("needs more memory than the JVM may use", e);
        }
    }

    private static void check(Path file, byte[] hash) throws IOException, SnapshotException {
        MessageDigest sum = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream to = new DigestOutputStream(OutputStream.nullOutputStream(), sum)) {
            in.skipNBytes(HEAD_BYTES);
            in.transferTo(to);
        }
        if (!Arrays.equals(hash, sum.digest())) {
            throw new SnapshotException("is damaged; take it again");
        }
    }

    private static SnapshotFile readBody(InputStream from) throws IOException, SnapshotException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(new InflaterInputStream(from)));
        int count = in.readInt();
        if (count < 0 || count > MOST_ATTACHMENTS) {
            throw new SnapshotException("is damaged; take it again");
        }
        SortedMap<String, byte[]> attachments = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            attachments.put(in.readUTF(), SnapshotBody.bytes(in));
        }
        return new SnapshotFile(attachments, SnapshotBody.read(in));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
