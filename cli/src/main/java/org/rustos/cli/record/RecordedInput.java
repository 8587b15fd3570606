package org.rustos.cli.record;

import org.rustos.kernel.file.Console;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives a guest the bytes that it read when it was recorded, in the same portions. */
final class RecordedInput implements Console.Source, AutoCloseable {
    private final Path path;
    private final DataInputStream in;
    private final Boundaries boundaries;

    RecordedInput(Path path, Boundaries boundaries) {
        this.path = path;
        this.boundaries = boundaries;
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
        } catch (IOException e) {
            throw damaged();
        }
    }

    private RuntimeException damaged() {
        return Recording.bad(path + ": damaged, no recorded input; record again");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        try {
            long at = Varint.read(in);
            long got = Varint.read(in) - 1;
            if (at != boundaries.number() || got > length) {
                throw new Diverged(
                        "this run reads standard input at boundary %d, the recorded one at %d"
                                .formatted(boundaries.number(), at));
            }
            in.readFully(into, offset, (int) Math.max(0, got));
            boundaries.bytes(into, offset, (int) Math.max(0, got));
            return (int) got;
        } catch (EOFException e) {
            throw new Diverged(
                    "this run reads standard input at boundary %d, the recorded one does not"
                            .formatted(boundaries.number()));
        } catch (IOException e) {
            throw damaged();
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged();
        }
    }
}
