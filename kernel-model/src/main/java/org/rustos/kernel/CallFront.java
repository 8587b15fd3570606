package org.rustos.kernel;

import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

/**
 * How one process's traps are understood: the Linux ABI, or the few traps of a RustOS process. This
 * is where a mechanism meets the kernel.
 */
public interface CallFront {
    /**
     * The system-call instruction was executed; arguments are in the thread's context. Submits the
     * work that serves it to the core.
     */
    void called(Core core, UserThread thread, long number);

    /**
     * A fault that the memory service could not resolve. Delivers it to the process.
     *
     * @return false to have the process killed by the signal that the trap stands for
     */
    default boolean faulted(Core core, UserThread thread, Trap trap) {
        return false;
    }

    /** The signal that a fault stands for. */
    default Signal signal(Process process, Trap trap) {
        return Signal.of(trap, process.areas());
    }

    /** What a system call is called, for messages. */
    default String callName(long number) {
        return "call " + number;
    }

    /** A core begins to run a thread of the process. */
    default void dispatched(Core core, UserThread thread) {}

    /** The process is over; gives back what the front holds for it. */
    default void exited(UserThread thread) {}
}
