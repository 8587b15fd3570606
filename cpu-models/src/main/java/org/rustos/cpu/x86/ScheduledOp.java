package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.MemoryOperand;

/**
 * An instruction as the schedule sees it: with its class, and with the stack pointer taken out
 * where the stack engine follows it (PUSH, POP, CALL, RET).
 *
 * @param instruction what was decoded
 * @param kind how it executes
 */
record ScheduledOp(Instruction instruction, X86Pipeline.InstructionClass kind) {
    boolean followsStack() {
        return switch (instruction.category()) {
            case "PUSH", "POP", "CALL", "RET" -> true;
            default -> false;
        };
    }

    long inputs() {
        long read = instruction.registersRead();
        return followsStack() ? BlockScheduler.withoutStackPointer(read) : read;
    }

    long written() {
        long written = instruction.registersWritten();
        return followsStack() ? BlockScheduler.withoutStackPointer(written) : written;
    }

    long addressInputs(MemoryOperand operand) {
        long address = operand.addressRegisters();
        return followsStack() ? BlockScheduler.withoutStackPointer(address) : address;
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

    boolean stores() {
        return touchesMemory() && instruction.stores();
    }

    boolean vector() {
        return instruction.widestVectorBits() != 0;
    }
}
