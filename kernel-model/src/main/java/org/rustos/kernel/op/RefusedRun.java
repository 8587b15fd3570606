package org.rustos.kernel.op;

import org.rustos.core.machine.Work;

/** A request that was refused before it became an operation; its answer travels like any other. */
public final class RefusedRun implements OpRun {
    private final OpResult result;

    public RefusedRun(Errno error) {
        this.result = OpResult.failed(error);
    }

    @Override
    public Work.Progress step(Caller caller) {
        return Work.Progress.DONE;
    }

    @Override
    public OpResult result() {
        return result;
    }
}
