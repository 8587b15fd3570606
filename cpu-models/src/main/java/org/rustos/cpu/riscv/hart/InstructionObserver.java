package org.rustos.cpu.riscv.hart;

/** Stands around every instruction that a hart interprets. */
public interface InstructionObserver {
    /** An instruction is about to be executed. */
    void before(long pc, int word);

    /** Whether it must not be executed now: asked after {@link #before}. */
    default boolean refuses() {
        return false;
    }

    /** It took effect. */
    void after();

    /** It did not. */
    void trapped();
}
