package org.rustos.cpu.pipeline;

/** Says what an instruction does to the program counter, because predictors go by that. */
public enum Control {
    /** Falls through. */
    NONE,
    /** Jumps or not, by a condition. */
    CONDITIONAL,
    /** Jumps to the encoded target. */
    JUMP,
    /** Jumps to a computed target. */
    INDIRECT_JUMP,
    /** Calls the encoded target. */
    CALL,
    /** Calls a computed target. */
    INDIRECT_CALL,
    /** Returns. */
    RETURN,
    /** Leaves user mode. */
    TRAP
}
