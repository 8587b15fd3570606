package org.rustos.cpu.unicorn;

/**
 * Receives what happens inside a running engine, so that a hart can count and stop without the
 * engine knowing why. All calls come on the thread that called {@link UnicornEngine#start}; an
 * exception thrown here stops the engine and is rethrown by {@code start}. Each call is made only
 * if its {@link EngineHook} was added.
 */
public interface EngineCallbacks {
    /**
     * A translation block is about to run (again, for the first block after a start).
     *
     * @param address guest virtual address of its first byte
     * @param size bytes of code in it, 0 when unknown
     */
    default void block(long address, int size) {}

    /**
     * An instruction is about to run; behind {@link #block} for the first of a block. Far slower
     * than blocks alone.
     *
     * @param address guest virtual address of its first byte
     */
    default void instruction(long address) {}

    /**
     * A word of memory that was mapped without the right to execute is about to be read in order to
     * be translated; what it holds when this returns is what is translated.
     *
     * @param physical guest-physical address
     */
    default void fetch(long physical) {}

    /**
     * A read is about to succeed; of an access over a page end only the first page is told.
     *
     * @param physical guest-physical address
     * @param size bytes, 1 to 64
     */
    default void read(long physical, int size) {}

    /**
     * A write is about to succeed; of an access over a page end only the first page is told.
     *
     * @param physical guest-physical address
     * @param size bytes, 1 to 64
     */
    default void write(long physical, int size) {}

    /**
     * An exception or software interrupt that the embedder must serve; usually stops the engine.
     *
     * @param vector the architecture's vector number, for example 14 for a page fault
     */
    default void interrupt(int vector) {}

    /**
     * A SYSCALL instruction; the program counter still points at it, and after a stop behind it.
     */
    default void syscall() {}

    /**
     * A counter-read instruction (RDTSC, or RDTSCP).
     *
     * @param withProcessorId whether it is the form that also returns the processor's id
     * @return whether it was served here; false lets the engine read the host's counter
     */
    default boolean readTimestamp(boolean withProcessorId) {
        return false;
    }

    /**
     * A CPUID instruction; leaf and sub-leaf are in EAX and ECX.
     *
     * @return whether it was served here; false lets the engine answer for its own model
     */
    default boolean cpuid() {
        return false;
    }

    /** An instruction that the engine cannot decode or that is not allowed; the run then ends. */
    default void invalidInstruction() {}

    /**
     * An access to guest-physical memory that is not there; the run then ends with an engine error.
     *
     * @param physical guest-physical address
     * @param size bytes
     * @param kind Unicorn's {@code uc_mem_type}
     */
    default void unmapped(long physical, int size, int kind) {}
}
