package org.rustos.cpu.unicorn;

import java.lang.foreign.FunctionDescriptor;

/**
 * Names each event that an engine can report, because every hook slows the engine down and is
 * therefore asked for one by one. Figures are those of {@code unicorn.h} and {@code x86.h}, 2.1.
 */
public enum EngineHook {
    /** {@link EngineCallbacks#block}. */
    BLOCK(1 << 3, 0, "onBlock", Unicorn.BLOCK_CALLBACK),
    /** {@link EngineCallbacks#instruction}. */
    INSTRUCTION(1 << 2, 0, "onInstruction", Unicorn.BLOCK_CALLBACK),
    /** {@link EngineCallbacks#fetch}. */
    FETCH(1 << 9, 0, "onFetch", Unicorn.MEMORY_VERDICT_CALLBACK),
    /** {@link EngineCallbacks#read}. */
    READ(1 << 10, 0, "onRead", Unicorn.MEMORY_CALLBACK),
    /** {@link EngineCallbacks#write}. */
    WRITE(1 << 11, 0, "onWrite", Unicorn.MEMORY_CALLBACK),
    /** {@link EngineCallbacks#interrupt}. */
    INTERRUPT(1, 0, "onInterrupt", Unicorn.INTERRUPT_CALLBACK),
    /** {@link EngineCallbacks#syscall}. */
    X86_SYSCALL(1 << 1, 699, "onSyscall", Unicorn.PLAIN_CALLBACK),
    /** {@link EngineCallbacks#readTimestamp} for RDTSC; Unicorn 2.1.4 or newer. */
    X86_RDTSC(1 << 1, 608, "onRdtsc", Unicorn.ANSWERING_CALLBACK),
    /** {@link EngineCallbacks#readTimestamp} for RDTSCP; Unicorn 2.1.4 or newer. */
    X86_RDTSCP(1 << 1, 609, "onRdtscp", Unicorn.ANSWERING_CALLBACK),
    /** {@link EngineCallbacks#cpuid}. */
    X86_CPUID(1 << 1, 113, "onCpuid", Unicorn.ANSWERING_CALLBACK),
    /** {@link EngineCallbacks#invalidInstruction}. */
    INVALID_INSTRUCTION(1 << 14, 0, "onInvalid", Unicorn.VERDICT_CALLBACK),
    /** {@link EngineCallbacks#unmapped}, for reads, writes and fetches. */
    UNMAPPED(7 << 4, 0, "onUnmapped", Unicorn.MEMORY_VERDICT_CALLBACK);

    final int type;
    final int instruction;
    final String target;
    final FunctionDescriptor descriptor;

    EngineHook(int type, int instruction, String target, FunctionDescriptor descriptor) {
        this.type = type;
        this.instruction = instruction;
        this.target = target;
        this.descriptor = descriptor;
    }
}
