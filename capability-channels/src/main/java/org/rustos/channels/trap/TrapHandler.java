package org.rustos.channels.trap;

import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.process.UserThread;

import java.io.Serializable;
import java.util.SortedMap;

/** What one mechanism adds to a RustOS-ABI process: traps, something to ask for at bootstrap. */
public interface TrapHandler extends Serializable {
    /** Serves a trap by submitting its work; false if the number is not its own. */
    boolean called(Core core, UserThread thread, long number);

    /** The WANT bits that it can give. */
    int offers();

    /** Gives what was asked for; OK or the refusal. Called once, after all checks. */
    Bootstrap.Outcome provide(Bootstrap bootstrap);

    /** Whether it took a fault as its own; see {@code CallFront}. */
    default boolean faulted(Core core, UserThread thread, Trap trap) {
        return false;
    }

    /** The process is over. */
    default void exited() {}

    /** Adds what it counted. */
    void count(SortedMap<String, Long> counters);
}
