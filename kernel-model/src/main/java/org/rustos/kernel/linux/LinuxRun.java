package org.rustos.kernel.linux;

import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.process.UserThread;

/** A call on its way: dispatch, then the handler as often as it has to wait. */
final class LinuxRun implements OpRun {
    private final Call call;
    private final Request request;
    private final CallTotal total;
    private OpRun operation;
    private OpRun.Waker waker;
    private boolean dispatched;
    private boolean finished;
    private long value;
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
        request.system().current(request.process());
        request.system().time(caller.nowMc());
        if (!dispatched) {
            dispatched = true;
            caller.charge("syscall.dispatch");
            request.system().entered(call, request);
            begin();
            return Work.Progress.MORE;
        }
        request.caller(caller);
        if (request.process().stopped()) {
            return stopped();
        }
        if (finished) {
            return leave();
        }
        if (operation != null) {
            Work.Progress progress = operation.step(caller);
            return progress == Work.Progress.DONE ? over(operation.result().word()) : progress;
        }
        long outcome = call.handler().serve(request);
        if (outcome == Request.PARKED && request.system().signals().deliverable(request.state())) {
            request.interruptNow();
            outcome = call.handler().serve(request);
        }
        if (outcome == Request.PARKED) {
            request.state().waitsIn(request);
            return Work.Progress.PARKED;
        }
        request.finish();
        return over(outcome);
    }

    /** Job control keeps the thread here, whatever it does, until its process is continued. */
    private Work.Progress stopped() {
        request.process().continued().add(atMc -> waker.wake(atMc));
        return Work.Progress.PARKED;
    }

    /** What every mechanism carries takes the same steps here. */
    private void begin() {
        KernelOp op = call.operation() == null ? null : call.operation().of(request);
        if (op != null) {
            operation = request.system().operations().begin(op);
            operation.onWake(waker);
        }
    }

    private Work.Progress over(long outcome) {
        finished = true;
        value = outcome;
        request.system().left(call, request, outcome);
        return request.process().stopped() && alive() ? stopped() : leave();
    }

    private boolean alive() {
        return request.thread().state() == UserThread.State.RUNNING;
    }

    /** On the way out, signals are delivered; one of them may stop the process. */
    private Work.Progress leave() {
        value = request.system().signals().deliver(request, value);
        result = OpResult.of(value);
        return request.process().stopped() && alive() ? stopped() : Work.Progress.DONE;
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
