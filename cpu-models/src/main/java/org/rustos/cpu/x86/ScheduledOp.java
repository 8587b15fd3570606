package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

/**
 * An instruction as the schedule sees it: with its class, and with the stack pointer taken out
 * where the stack engine follows it (PUSH, POP, CALL, RET).
 *
 * @param instruction what was decoded
 * @param kind how it executes
 */
record ScheduledOp(Instruction instruction, X86Pipeline.InstructionClass kind) {
    private static final long STACK_POINTER = 1L << Registers.RSP;
    private static final long GENERAL = 0xffff;

    boolean followsStack() {
        return switch (instruction.category()) {
            case "PUSH", "POP", "CALL", "RET" -> true;
            default -> false;
        };
    }

    /** Of those that follow the stack: whether it grows. */
    boolean pushes() {
        return instruction.category().equals("PUSH") || instruction.category().equals("CALL");
    }

    long inputs() {
        return withoutFollowed(instruction.registersRead());
    }

    long written() {
        return withoutFollowed(instruction.registersWritten());
    }

    long general() {
        return GENERAL;
    }

    /** By how much the one general register that it writes changes, if that is known; else 0. */
    long step() {
        if (!instruction.memory().isEmpty()
                || instruction.operandBits() != 64
                || Long.bitCount(instruction.registersWritten() & GENERAL) != 1) {
            return 0;
        }
        boolean alone =
                (instruction.registersRead() & GENERAL)
                        == (instruction.registersWritten() & GENERAL);
        return switch (instruction.mnemonic()) {
            case "inc" -> 1;
            case "dec" -> -1;
            case "add" -> alone ? instruction.immediate() : 0;
            case "sub" -> alone ? -instruction.immediate() : 0;
            default -> 0;
        };
    }

    long addressInputs(MemoryOperand operand) {
        return withoutFollowed(operand.addressRegisters());
    }

    private long withoutFollowed(long registers) {
        return followsStack() ? registers & ~STACK_POINTER : registers;
    }

    /** Prefetches, flushes and wide NOPs name memory but do not wait for it. */
    boolean touchesMemory() {
        return switch (instruction.category()) {
            case "PREFETCH", "PREFETCHWT1", "NOP", "WIDENOP", "CLFLUSHOPT", "CLWB" -> false;
            default -> !instruction.mnemonic().equals("clflush");
        };
    }

    boolean loads() {
        return touchesMemory() && instruction.loads();
    }

    boolean vector() {
        return instruction.widestVectorBits() != 0;
    }
}
