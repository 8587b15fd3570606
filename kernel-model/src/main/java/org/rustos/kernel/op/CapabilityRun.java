package org.rustos.kernel.op;

import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Rights;

/** What the operations on capabilities share: their subject is looked up in the caller's table. */
abstract class CapabilityRun extends PhasedOp {
    private CapabilityHandles handles;

    /** The caller's view, or null if its handles are no capabilities. */
    protected final CapabilityHandles handles(Caller caller) {
        if (handles == null && caller.handles() instanceof CapabilityHandles view) {
            handles = view;
        }
        return handles;
    }

    /** Looks the subject up; OK or the refusal. */
    protected final Errno subject(Caller caller, long handle, Rights needed) {
        CapabilityHandles view = handles(caller);
        return view == null ? Errno.EOPNOTSUPP : view.look(caller, handle, null, needed).errno();
    }

    /** Finishes with the new handle or the refusal, and pays what came up. */
    protected final void finish(Caller caller, CapabilityTable receiver, CapResult result) {
        if (result instanceof CapResult.Granted granted) {
            receiver.dirty(caller, granted.handle());
            finish(OpResult.of(receiver.name(caller, granted.handle())));
        } else {
            finish(OpResult.failed(result.errno()));
        }
        receiver.capabilities().settle(caller);
    }
}
