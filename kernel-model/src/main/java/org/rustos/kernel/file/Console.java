package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

/**
 * The machine's terminal, or what stands in for it: bytes that leave the simulation, and bytes that
 * come in. Standard input, output and error of the first process, and /dev/tty.
 *
 * <p>Input is an input of the run: a guest that reads it reads the same bytes at the same cycles as
 * long as the bytes are the same, because a read waits in host time but not in simulated time.
 */
public final class Console extends Inode {
    /** Where bytes go. */
    public interface Sink {
        void write(byte[] bytes, int offset, int length);
    }

    /** Where bytes come from. */
    public interface Source {
        /** Bytes read, or -1 at the end. */
        int read(byte[] into, int offset, int length);
    }

    private static final int CHUNK = 4096;
    private static final long PTS = 136 << 8;

    private final transient Sink sink;
    private final transient Source source;
    private final boolean terminal;

    /**
     * Connects a stream.
     *
     * @param sink null if it cannot be written
     * @param source null if it cannot be read
     * @param terminal whether programs see a terminal; otherwise they see a pipe
     */
    public Console(Volume volume, Sink sink, Source source, boolean terminal) {
        super(volume, terminal ? 0620 : 0600);
        this.sink = sink;
        this.source = source;
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }

    /** Whether bytes can come from it. */
    public boolean readable() {
        return source != null;
    }

    @Override
    public FileKind kind() {
        return terminal ? FileKind.CHARACTER : FileKind.PIPE;
    }

    @Override
    public long deviceNumber() {
        return terminal ? PTS : 0;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        payer.charge("device.console");
        if (source == null || to.remaining() == 0) {
            return 0;
        }
        byte[] bytes = new byte[(int) Math.min(CHUNK, to.remaining())];
        int count = source.read(bytes, 0, bytes.length);
        if (count <= 0) {
            return 0;
        }
        // Bytes that the caller's memory does not take are lost, as with a real terminal.
        int moved = to.put(bytes, 0, count);
        return moved > 0 ? moved : Errno.EFAULT.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        payer.charge("device.console");
        if (sink == null) {
            return Errno.EBADF.negative();
        }
        byte[] bytes = new byte[CHUNK];
        long wanted = from.remaining();
        long done = 0;
        while (done < wanted) {
            int part = (int) Math.min(CHUNK, wanted - done);
            int moved = from.get(bytes, 0, part);
            sink.write(bytes, 0, moved);
            done += moved;
            if (moved < part) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
        }
        return done;
    }
}
