package org.rustos.kernel.op;

import org.rustos.core.machine.Work;

/**
 * The shape of an operation: fetch what the caller owns (each byte once), check, use (takes effect;
 * nothing can fail after the last check but the outside world), publish. An operation overrides
 * what it has.
 */
public abstract class PhasedOp implements OpRun {
    private enum Phase {
        FETCH,
        CHECK,
        USE,
        PUBLISH,
        OVER
    }

    private Phase phase = Phase.FETCH;
    private OpResult result;
    private Waker waker = atMc -> {};

    /** Copies arguments in from user memory; OK or the refusal. */
    protected Errno fetch(Caller caller) {
        return Errno.OK;
    }

    /** Looks up and validates; OK or the refusal. */
    protected Errno check(Caller caller) {
        return Errno.OK;
    }

    /**
     * Takes effect.
     *
     * @return MORE to be called again as a further visible step, DONE when finished (call {@link
     *     #finish} first), PARKED to wait
     */
    protected abstract Work.Progress use(Caller caller);

    /** Copies results out; OK or the refusal. */
    protected Errno publish(Caller caller) {
        return Errno.OK;
    }

    /** Sets the result that {@link #use} found. */
    protected final void finish(OpResult found) {
        result = found;
    }

    protected final Waker waker() {
        return waker;
    }

    @Override
    public final void onWake(Waker next) {
        waker = next;
    }

    @Override
    public final OpResult result() {
        return result;
    }

    @Override
    public final Work.Progress step(Caller caller) {
        switch (phase) {
            case FETCH -> next(fetch(caller), Phase.CHECK);
            case CHECK -> next(check(caller), Phase.USE);
            case USE -> {
                Work.Progress progress = use(caller);
                if (progress == Work.Progress.PARKED) {
                    return progress;
                }
                if (progress == Work.Progress.DONE) {
                    phase = result.ok() ? Phase.PUBLISH : Phase.OVER;
                }
            }
            case PUBLISH -> next(publish(caller), Phase.OVER);
            case OVER -> throw new IllegalStateException("operation is over");
        }
        return phase == Phase.OVER ? Work.Progress.DONE : Work.Progress.MORE;
    }

    private void next(Errno refusal, Phase following) {
        if (refusal == Errno.OK) {
            phase = following;
        } else {
            result = OpResult.failed(refusal);
            phase = Phase.OVER;
        }
    }
}
