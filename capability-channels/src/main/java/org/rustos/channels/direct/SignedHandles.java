package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.cpu.PointerSigner;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.Signal;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.process.Process;

import java.util.SplittableRandom;

/**
 * Handles that user code cannot make where nothing but pointer authentication guards them: the
 * kernel signs what it hands out, the service authenticates what it is given, and whoever tries
 * signatures is stopped before one of them is likely to fit.
 */
final class SignedHandles implements CapabilityTable.Names {
    /** Makes the keys of a process differ from whatever else comes out of the seed. */
    private static final long SALT = 0x5041_4344_414bL;

    private static final long U32 = 0xffff_ffffL;

    private final Kernel kernel;
    private final Process process;
    private final ServiceTables tables;
    private final PointerSigner signer;
    private final PointerKeys.Key key;
    private final long limit;
    private long failures;

    /**
     * Draws the key of a process.
     *
     * @param limit failed authentications that stop it
     */
    SignedHandles(Kernel kernel, Process process, ServiceTables tables, long limit) {
        this.kernel = kernel;
        this.process = process;
        this.tables = tables;
        this.limit = limit;
        signer = kernel.board().model().pointerSigner();
        SplittableRandom random =
                new SplittableRandom(kernel.config().seed() ^ SALT ^ (long) process.id() << 48);
        key = new PointerKeys.Key(random.nextLong(), random.nextLong());
    }

    /** Gives a thread of the process the key; its others stay, the stack may be signed by them. */
    void give(HartContext thread) {
        PointerKeys keys = thread.pointerKeys();
        thread.pointerKeys((keys == null ? PointerKeys.ZERO : keys).withDataA(key));
    }

    @Override
    public long of(Caller caller, long handle) {
        caller.charge("direct.sign");
        long pointer = DirectLayout.HANDLE_BASE | (handle & U32) << DirectLayout.HANDLE_ENTRY_SHIFT;
        return Long.rotateLeft(
                signer.sign(key, pointer, tables.modifier(handle)), DirectLayout.HANDLE_ROTATION);
    }

    /**
     * An authentication failed; the process may be over then.
     *
     * @return whether the thread goes on
     */
    boolean failed() {
        if (++failures < limit) {
            return true;
        }
        kernel.notice(
                "process %d killed by %s: %d failed authentications of capability handles"
                        .formatted(process.id(), Signal.SIGKILL, failures));
        kernel.exit(process, 128 + Signal.SIGKILL.number(), Signal.SIGKILL.number());
        return false;
    }

    long failures() {
        return failures;
    }
}
