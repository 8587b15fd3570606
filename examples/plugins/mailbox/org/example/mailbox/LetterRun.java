package org.example.mailbox;

import org.rustos.channels.request.RequestDecoder;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;

/**
 * DOORBELL: fetches the request, has the kernel execute it, leaves the answer. Other cores run
 * between the steps, so each does its work when the clock says so and no earlier.
 */
final class LetterRun implements OpRun {
    private enum Phase {
        FETCH,
        SERVE,
        ANSWER
    }

    private static final RequestDecoder DECODER = new RequestDecoder(false);

    private final Slot slot;
    private final OpExecutor ops;
    private final MailboxTraps traps;
    private Phase phase = Phase.FETCH;
    private Waker waker = _ -> {};
    private OpRun served;

    LetterRun(Slot slot, OpExecutor ops, MailboxTraps traps) {
        this.slot = slot;
        this.ops = ops;
        this.traps = traps;
    }

    @Override
    public void onWake(Waker told) {
        waker = told;
    }

    @Override
    public Work.Progress step(Caller caller) {
        switch (phase) {
            case FETCH -> {
                caller.touch(slot.requestLine());
                caller.charge("queue.decode");
                served = decode();
                served.onWake(waker);
                phase = Phase.SERVE;
            }
            case SERVE -> {
                Work.Progress progress = served.step(caller);
                if (progress != Work.Progress.DONE) {
                    return progress;
                }
                phase = Phase.ANSWER;
            }
            case ANSWER -> {
                caller.charge("queue.complete");
                slot.answer(served.result().word());
                caller.dirty(slot.answerLine());
                return Work.Progress.DONE;
            }
        }
        return Work.Progress.MORE;
    }

    private OpRun decode() {
        RequestDecoder.Decoded decoded = DECODER.decode(slot.fetch());
        if (decoded.error() == Errno.OK) {
            return ops.begin(decoded.op());
        }
        traps.refused();
        return new RefusedRun(decoded.error());
    }

    /** Of the trap; the operation's own result lies in the slot. */
    @Override
    public OpResult result() {
        return OpResult.of(0);
    }
}
