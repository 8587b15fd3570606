package org.rustos.core.hart;

import org.rustos.core.memory.AddressSpace;

/**
 * Stands before every instruction of user code, where a debugger can hold a hart without the guest
 * seeing it: host time passes, simulated time does not.
 */
public interface InstructionGate {
    /**
     * An instruction is about to be executed. The hart holds still until this returns; the thread's
     * registers are those of this moment after {@link Hart#surface}. What this throws ends the run.
     *
     * @return whether registers or memory were changed: the hart takes them up anew and asks again
     */
    boolean before(HartContext thread, long pc);

    /** Whether {@link #accessed} is to be told; asked for each instruction. */
    default boolean wantsAccesses() {
        return false;
    }

    /**
     * The instruction before the next {@link #before} read or wrote memory. Engines without timing
     * do not say so.
     */
    default void accessed(AddressSpace space, long address, int bytes, boolean write) {}
}
