package org.rustos.core.machine;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;

/** Sees what happens on a machine, at boundaries only; it must not change anything. */
public interface MachineObserver {
    /** User code trapped. */
    default void trapped(Core core, HartContext context, Trap trap) {}

    /** A step of kernel work is about to start. */
    default void stepping(Core core, Work work) {}

    /** The machine stopped. */
    default void stopped(ExitReason reason) {}
}
