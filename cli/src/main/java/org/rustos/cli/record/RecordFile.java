package org.rustos.cli.record;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.Sha256;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * A file of a recording that grows while the run goes on; its hash is known at the end without
 * reading it again.
 */
final class RecordFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /** Writes one thing. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private final Path path;
    private final MessageDigest digest = Sha256.digest();
    private final DataOutputStream out;

    RecordFile(Path path) {
        this.path = path;
        try {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    new DigestOutputStream(Files.newOutputStream(path), digest),
                                    BUFFER));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes; a full disk ends the run, for a recording with a gap is none. */
    void write(Writing writing) {
        try {
            writing.to(out);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the file and gives its hash. */
    String finish() {
        close();
        return Sha256.hex(digest, new byte[0]);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CommandFailure failed(IOException why) {
        return new CommandFailure(
                ExitCode.ENGINE,
                path + ": the recording cannot be written (" + why.getMessage() + ")");
    }
}
