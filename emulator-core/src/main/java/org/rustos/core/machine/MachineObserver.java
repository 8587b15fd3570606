package org.rustos.core.machine;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;

/** Sees what happens on a machine, at boundaries only; it must not change anything. */
public interface MachineObserver {
    /**
     * When it wants to look again: user code that is still running then stops between two timing
     * blocks, which costs no cycle. {@link Long#MAX_VALUE} for whenever it happens to stop.
     */
    default long nextLookMc() {
        return Long.MAX_VALUE;
    }

    /** User code of the core's thread is about to run. */
    default void running(Core core, HartContext context) {}

    /** It stopped, whatever the reason. */
    default void ran(Core core, HartContext context) {}

    /** User code trapped. */
    default void trapped(Core core, HartContext context, Trap trap) {}

    /** A step of kernel work is about to start. */
    default void stepping(Core core, Work work) {}

    /** The step is over. */
    default void stepped(Core core, Work work, Work.Progress progress) {}

    /** A core with nothing to do looks for a thread. */
    default void dispatching(Core core) {}

    /** It has one now, or parks. */
    default void dispatched(Core core) {}

    /** The machine stopped. */
    default void stopped(ExitReason reason) {}
}
