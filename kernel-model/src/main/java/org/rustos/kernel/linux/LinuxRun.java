package org.rustos.kernel.linux;

import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;

/** A call on its way: dispatch, then the handler as often as it has to wait. */
final class LinuxRun implements OpRun {
    private final Call call;
    private final Request request;
    private final CallTotal total;
    private OpRun operation;
    private OpRun.Waker waker;
    private boolean dispatched;
    private OpResult result;

    LinuxRun(Call call, Request request, CallTotal total) {
        this.call = call;
        this.request = request;
        this.total = total;
    }

    @Override
    public void onWake(Waker waker) {
        this.waker = waker;
        request.onWake(waker);
    }

    @Override
    public Work.Progress step(Caller caller) {
        if (!dispatched) {
            dispatched = true;
            caller.charge("syscall.dispatch");
            request.system().entered(call, request);
            begin();
            return Work.Progress.MORE;
        }
        request.caller(caller);
        if (operation != null) {
            Work.Progress progress = operation.step(caller);
            if (progress == Work.Progress.DONE) {
                over(operation.result().word());
            }
            return progress;
        }
        long value = call.handler().serve(request);
        if (value == Request.PARKED && request.system().signals().deliverable(request.state())) {
            request.interruptNow();
            value = call.handler().serve(request);
        }
        if (value == Request.PARKED) {
            request.state().waitsIn(request);
            return Work.Progress.PARKED;
        }
        request.finish();
        over(value);
        return Work.Progress.DONE;
    }

    /** What every mechanism carries takes the same steps here. */
    private void begin() {
        KernelOp op = call.operation() == null ? null : call.operation().of(request);
        if (op != null) {
            operation = request.system().operations().begin(op);
            operation.onWake(waker);
        }
    }

    private void over(long value) {
        result = OpResult.of(request.system().left(call, request, value));
    }

    @Override
    public void spent(long mc) {
        total.spent(mc);
    }

    @Override
    public OpResult result() {
        return result;
    }
}
