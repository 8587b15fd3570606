package org.rustos.core.machine;

import org.rustos.core.hart.Trap;

/** Whoever serves traps: the kernel model, or a test's fake. */
public interface Supervisor {
    /**
     * User code of this core trapped. Whatever is done about it is submitted as {@link Work} or,
     * where no time passes (a marker), done at once.
     */
    void trapped(Core core, Trap trap);

    /**
     * The core has neither work nor a user thread.
     *
     * @return true if it was given something; false to park it until somebody wakes it
     */
    boolean dispatch(Core core);

    /** True when the run is over. */
    boolean finished();
}
