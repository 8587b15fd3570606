package org.rustos.channels.request;

import org.rustos.channels.Mechanism;
import org.rustos.channels.abi.BatchLayout;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;

import java.io.Serializable;

/**
 * What the kernel needs to serve batches: one invocation carries many operations. A switch, because
 * a kernel that takes an array from user memory has one more thing to validate.
 *
 * @param memory where the operations lie
 * @param decoder turns each into an operation
 * @param ops begins each
 * @param handles what each sees: checked at each use, so that a revocation in the middle of a batch
 *     stops what comes behind it
 */
public record BatchService(
        UserMemory memory, RequestDecoder decoder, OpExecutor ops, Handles handles) {
    /** What one decoded operation sees. */
    @FunctionalInterface
    public interface Handles extends Serializable {
        /**
         * The handles of an operation.
         *
         * @param site tells where in the program it comes from, as far as the request says
         */
        HandleSpace of(RequestDecoder.Decoded decoded, long site);
    }

    /** Name of the switch. */
    public static final String SWITCH = "batch-calls";

    /** The switch, off unless it is set. */
    public static final Mechanism.Setting SETTING =
            new Mechanism.Setting(
                    SWITCH, "0", "1: one invocation may carry many operations (ros_batch)");

    /** Whether a request is a batch; what its words are worth is {@link #begin}'s matter. */
    public static boolean isBatch(Request request) {
        return request.opcode() == BatchLayout.OP;
    }

    /** Begins a batch, or refuses it if its words cannot be one. */
    public OpRun begin(Request request) {
        boolean sound =
                request.handle() == 0
                        && request.type() == 0
                        && request.reserved() == 0
                        && request.a2() == 0
                        && request.a3() == 0
                        && request.a1() >= 1
                        && request.a1() <= BatchLayout.MAX;
        return sound
                ? new BatchRun(this, request.a0(), (int) request.a1())
                : new RefusedRun(Errno.EINVAL);
    }
}
