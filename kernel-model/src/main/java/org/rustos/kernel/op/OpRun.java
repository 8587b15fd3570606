package org.rustos.kernel.op;

import org.rustos.core.machine.Work;

import java.io.Serializable;

/**
 * One operation on its way through fetch, check, use and publish. Each call of {@link #step} does
 * one of them at the paying core's clock; between two steps other cores run.
 */
public interface OpRun {
    /**
     * Does the next step.
     *
     * @return MORE, DONE when {@link #result} is set, or PARKED when the operation waits for
     *     something: the waiter given to {@link #onWake} is then called when it makes sense to step
     *     again
     */
    Work.Progress step(Caller caller);

    /**
     * Whether it may take long, so that whoever waits for its core runs between its steps when the
     * time slice is over.
     */
    default boolean preemptible() {
        return false;
    }

    /** Is told what the trap that carries it took, after each step, entry and exit included. */
    default void spent(long mc) {}

    /** The result after DONE. */
    OpResult result();

    /** Who wants to know that a parked operation can go on; set before the first step. */
    default void onWake(Waker waker) {}

    /** Is told once that a parked operation can go on. */
    interface Waker extends Serializable {
        void wake(long atMc);
    }
}
