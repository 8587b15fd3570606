package org.rustos.channels.trap;

import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;

import java.nio.ByteBuffer;

/**
 * One bootstrap: what the process asked for, and the block that it gets.
 *
 * @param wants what is asked for and may be had
 * @param entries of the channel
 * @param idleMicros of its poller
 * @param block the bytes of the block, to be filled
 */
public record Bootstrap(
        Caller caller,
        RustosProcess process,
        int wants,
        int entries,
        long idleMicros,
        ByteBuffer block) {
    /** What became of one offer. */
    public record Outcome(Errno error) {
        public static final Outcome OK = new Outcome(Errno.OK);
    }

    public boolean wants(int bit) {
        return (wants & bit) != 0;
    }
}
