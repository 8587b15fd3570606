package org.rustos.cpu.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One instruction as the schedule sees it: all that a decoder tells of it, in the terms of no
 * instruction set. Registers are bits of a mask.
 *
 * @param kind how it executes
 * @param inputs registers that it waits for, those of addresses not included
 * @param written registers that it writes
 * @param reads what it reads of memory, in the order of the engine
 * @param writes what it writes to memory
 * @param step how it changes a register that addresses may use
 * @param traits the rest
 */
public record MicroOp(
        Pipeline.InstructionClass kind,
        long inputs,
        long written,
        List<Place> reads,
        List<Place> writes,
        Step step,
        Set<Trait> traits) {

    /**
     * A change of a register by a known amount: places that are named by it stay known.
     *
     * @param register its number, or {@link #NONE}
     * @param by what is added
     */
    public record Step(int register, long by) {
        /** No register changes by a known amount. */
        public static final int NONE = -1;

        /** Of an instruction that does no such thing. */
        public static final Step UNKNOWN = new Step(NONE, 0);
    }

    /** What an instruction is or is not. */
    public enum Trait {
        /** Needs no execution: the register renaming does it. */
        FREE,
        /** Is one operation with the instruction before it. */
        FUSED,
        /** Moves vectors. */
        VECTOR,
        /** Reads and writes memory in one. */
        LOCKED,
        /** Is a control transfer that may have been predicted wrong. */
        CONTROL,
        /** Returns: its target is checked when it is loaded. */
        RETURN
    }

    /** No trait yet, to add to. */
    public static Set<Trait> noTraits() {
        return EnumSet.noneOf(Trait.class);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
