package org.rustos.channels.request;

import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;

/** An operation that is not over before what it left behind (pages to shoot down) is done. */
final class SettledRun implements OpRun {
    private final OpRun run;
    private final Capabilities capabilities;

    SettledRun(OpRun run, Capabilities capabilities) {
        this.run = run;
        this.capabilities = capabilities;
    }

    @Override
    public Work.Progress step(Caller caller) {
        Work.Progress progress = run.step(caller);
        capabilities.settle(caller);
        return progress;
    }

    @Override
    public boolean preemptible() {
        return run.preemptible();
    }

    @Override
    public OpResult result() {
        return run.result();
    }

    @Override
    public void onWake(Waker waker) {
        run.onWake(waker);
    }
}
