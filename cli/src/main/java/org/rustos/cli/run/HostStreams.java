package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.Terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The streams of the host that stand behind the guest's. Not buffered: a guest's write has left the
 * process when it returns, so that an interrupted run loses nothing.
 *
 * @param terminal whether the guest sees a terminal
 */
public record HostStreams(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
    /** Nobody reads what the guest writes; a shell would end such a program by SIGPIPE. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** 128 + SIGPIPE. */
        static final int STATUS = 141;

        ReaderGone(IOException cause) {
            super(cause);
        }
    }

    /** The streams of this process. */
    public static HostStreams ofProcess() {
        return new HostStreams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.is(0) && Terminal.is(1));
    }

    Simulation.Streams forGuest() {
        return new Simulation.Streams(
                this::read,
                (bytes, offset, length) -> write(out, "output", bytes, offset, length),
                (bytes, offset, length) -> write(err, "error", bytes, offset, length),
                terminal);
    }

    /** Writes to standard output as the guest. */
    void put(byte[] bytes) {
        write(out, "output", bytes, 0, bytes.length);
    }

    private int read(byte[] into, int offset, int length) {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "standard input: cannot be read (" + e.getMessage() + ")");
        }
    }

    private static void write(OutputStream to, String name, byte[] bytes, int offset, int length) {
        try {
            to.write(bytes, offset, length);
            to.flush();
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage());
            if (text.toLowerCase(Locale.ROOT).contains("broken pipe")) {
                throw new ReaderGone(e);
            }
            throw new CommandFailure(
                    ExitCode.ENGINE, "standard " + name + ": cannot be written (" + text + ")");
        }
    }
}
