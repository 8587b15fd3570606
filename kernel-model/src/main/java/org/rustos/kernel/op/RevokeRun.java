package org.rustos.kernel.op;

import org.rustos.core.machine.Work;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.cap.Revocation;
import org.rustos.kernel.cap.RevokeResult;
import org.rustos.kernel.cap.Rights;

/**
 * {@link KernelOp.Revoke}, {@link KernelOp.Drop} and a capability's {@link KernelOp.Close}: kills
 * descendants in steps between which other cores run, so that even a million of them hold nobody
 * up.
 */
final class RevokeRun extends CapabilityRun {
    private static final int NODES_PER_STEP = 16;

    private final long handle;
    private final boolean drop;
    private Revocation revocation;

    RevokeRun(long handle, boolean drop) {
        this.handle = handle;
        this.drop = drop;
    }

    @Override
    public boolean preemptible() {
        return true;
    }

    @Override
    protected Errno check(Caller caller) {
        if (drop && handles(caller) != null) {
            // Dead capabilities can be dropped too: their slots are the holder's.
            caller.charge("capability.lookup");
            handles(caller).table().touch(caller, handle);
            return Errno.OK;
        }
        return subject(caller, handle, Rights.REVOKE);
    }

    @Override
    protected Work.Progress use(Caller caller) {
        CapabilityTable mine = handles(caller).table();
        if (revocation == null) {
            caller.charge("capability.revoke");
            if (!drop && caller.omits(Flaw.REVOCATION)) {
                finish(OpResult.of(0));
                return Work.Progress.DONE;
            }
            RevokeResult result =
                    drop
                            ? mine.capabilities().tree().drop(mine.space(), handle)
                            : mine.capabilities()
                                    .tree()
                                    .revoke(mine.space(), handle, caller.core().clockMc());
            if (result instanceof RevokeResult.Refused refused) {
                finish(OpResult.failed(refused.why().errno()));
                return Work.Progress.DONE;
            }
            mine.dirty(caller, handle);
            revocation = ((RevokeResult.Started) result).revocation();
            mine.began(revocation);
        }
        int visited = revocation.step(NODES_PER_STEP);
        for (int i = 0; i < visited; i++) {
            caller.charge("capability.revoke.node");
        }
        mine.capabilities().settle(caller);
        if (!revocation.done()) {
            return Work.Progress.MORE;
        }
        mine.over(revocation);
        finish(OpResult.of(0));
        return Work.Progress.DONE;
    }
}
