package org.rustos.kernel.op;

import org.rustos.core.machine.Work;

/** {@link KernelOp.Close}: gives a name up; the file is closed with its last one. */
final class CloseRun extends PhasedOp {
    private final long handle;

    CloseRun(long handle) {
        this.handle = handle;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        caller.charge("fd.remove");
        Errno error = caller.handles().remove(caller, handle);
        finish(error == Errno.OK ? OpResult.of(0) : OpResult.failed(error));
        return Work.Progress.DONE;
    }
}
