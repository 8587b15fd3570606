package org.rustos.kernel.op;

import org.rustos.core.machine.Work;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;

/** {@link KernelOp.Derive} and {@link KernelOp.Delegate}: a weaker capability for somebody. */
final class DeriveRun extends CapabilityRun {
    private static final long SELF = -1;

    private final long handle;
    private final long rightBits;
    private final long expiryNanos;
    private final long receiverHandle;
    private final Kept.Conversion nanosToMc;
    private CapabilityTable receiver;
    private DeriveRequest request;

    DeriveRun(KernelOp.Derive op, Kept.Conversion nanosToMc) {
        this.handle = op.handle();
        this.rightBits = op.rights();
        this.expiryNanos = op.expiryNanos();
        this.receiverHandle = SELF;
        this.nanosToMc = nanosToMc;
    }

    DeriveRun(KernelOp.Delegate op) {
        this.handle = op.handle();
        this.rightBits = op.rights();
        this.expiryNanos = 0;
        this.receiverHandle = op.receiver();
        this.nanosToMc = nanos -> nanos;
    }

    @Override
    protected Errno check(Caller caller) {
        Errno refusal = subject(caller, handle, Rights.GRANT);
        if (refusal != Errno.OK) {
            return refusal;
        }
        Rights rights = Rights.decode(rightBits);
        if (rights == null || expiryNanos < 0) {
            return Errno.EINVAL;
        }
        long expiryMc = expiryNanos == 0 ? Capability.NEVER : nanosToMc.applyAsLong(expiryNanos);
        request = DeriveRequest.attenuate(rights).until(expiryMc);
        if (caller.omits(Flaw.ATTENUATION)) {
            request = request.amplified();
        }
        if (receiverHandle == SELF) {
            receiver = handles(caller).table();
            return Errno.OK;
        }
        CapResult to =
                handles(caller).look(caller, receiverHandle, ObjectKind.PROCESS, Rights.WRITE);
        if (to instanceof CapResult.Granted granted) {
            receiver = (CapabilityTable) granted.capability().object();
        }
        return to.errno();
    }

    @Override
    protected Work.Progress use(Caller caller) {
        caller.charge("capability.derive");
        CapabilityTable mine = handles(caller).table();
        finish(
                caller,
                receiver,
                mine.capabilities()
                        .tree()
                        .delegate(
                                mine.space(),
                                handle,
                                receiver.space(),
                                request,
                                caller.core().clockMc()));
        return Work.Progress.DONE;
    }
}
