package org.rustos.cli.run;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A file that an option names, for what a run writes while it goes on: every failure says which
 * option and which file.
 */
final class OutputFile extends OutputStream {
    private static final int BUFFER = 1 << 16;

    private final String option;
    private final Path path;
    private final OutputStream out;

    private OutputFile(String option, Path path, OutputStream out) {
        this.option = option;
        this.path = path;
        this.out = out;
    }

    /**
     * Makes the file, or empties it.
     *
     * @throws CommandFailure with one line if that cannot be
     */
    static OutputStream create(String option, Path path) {
        try {
            OutputStream file = new FileOutputStream(path.toFile());
            return new BufferedOutputStream(new OutputFile(option, path, file), BUFFER);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ENGINE,
                    option + " " + path + ": cannot be written; name a file in a folder of yours");
        }
    }

    private IOException named(IOException e) {
        return new IOException(
                option + " " + path + ": cannot be written (" + e.getMessage() + ")", e);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw named(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw named(e);
        }
    }
}
