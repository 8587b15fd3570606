package org.rustos.channels.debug;

import org.rustos.channels.Simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The guest's standard streams under a debugger that goes back in time: what was read once is read
 * again, and what was written once is not written twice.
 */
public final class ReplayedStreams {
    private static final byte[] END = new byte[0];

    private final Simulation.Streams host;
    private final List<byte[]> reads = new ArrayList<>();
    private int nextRead;
    private int within;
    private long outShown;
    private long outNow;
    private long errShown;
    private long errNow;

    public ReplayedStreams(Simulation.Streams host) {
        this.host = host;
    }

    /** What the guest is given. */
    public Simulation.Streams forGuest() {
        return new Simulation.Streams(this::read, this::out, this::err, host.terminal());
    }

    /** A moment of the streams. */
    record Position(int reads, int within, long out, long err) {}

    static final Position BEGIN = new Position(0, 0, 0, 0);

    Position position() {
        return new Position(nextRead, within, outNow, errNow);
    }

    /** The guest is at an earlier moment. */
    void back(Position to) {
        nextRead = to.reads;
        within = to.within;
        outNow = to.out;
        errNow = to.err;
    }

    /** From now on the run is another one than it was: what it writes is new. */
    void diverged() {
        outShown = outNow;
        errShown = errNow;
    }

    private int read(byte[] into, int offset, int length) {
        if (nextRead == reads.size()) {
            int count = host.in().read(into, offset, length);
            reads.add(count < 0 ? END : Arrays.copyOfRange(into, offset, offset + count));
            nextRead++;
            return count;
        }
        byte[] known = reads.get(nextRead);
        if (known == END) {
            nextRead++;
            return -1;
        }
        int count = Math.min(length, known.length - within);
        System.arraycopy(known, within, into, offset, count);
        within += count;
        if (within == known.length) {
            nextRead++;
            within = 0;
        }
        return count;
    }

    private void out(byte[] bytes, int offset, int length) {
        int old = Math.clamp(outShown - outNow, 0, length);
        outNow += length;
        if (old < length) {
            host.out().write(bytes, offset + old, length - old);
            outShown = outNow;
        }
    }

    private void err(byte[] bytes, int offset, int length) {
        int old = Math.clamp(errShown - errNow, 0, length);
        errNow += length;
        if (old < length) {
            host.err().write(bytes, offset + old, length - old);
            errShown = errNow;
        }
    }
}
