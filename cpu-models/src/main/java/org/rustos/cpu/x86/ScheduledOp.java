package org.rustos.cpu.x86;

import org.rustos.cpu.pipeline.Control;
import org.rustos.cpu.pipeline.MicroOp;
import org.rustos.cpu.pipeline.MicroOp.Trait;
import org.rustos.cpu.pipeline.Pipeline;
import org.rustos.cpu.pipeline.Place;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.List;
import java.util.Set;

/**
 * An instruction as the schedule sees it: with its class, and with the stack pointer taken out
 * where the stack engine follows it (PUSH, POP, CALL, RET).
 *
 * @param instruction what was decoded
 * @param kind how it executes
 */
record ScheduledOp(Instruction instruction, Pipeline.InstructionClass kind) {
    private static final long STACK_POINTER = 1L << Registers.RSP;
    private static final long GENERAL = 0xffff;
    private static final int SLOT = 8;

    /** The engine reports wider accesses as several of this many bytes. */
    private static final int ACCESS = 8;

    private boolean followsStack() {
        return switch (instruction.category()) {
            case "PUSH", "POP", "CALL", "RET" -> true;
            default -> false;
        };
    }

    /** Of those that follow the stack: whether it grows. */
    private boolean pushes() {
        return instruction.category().equals("PUSH") || instruction.category().equals("CALL");
    }

    private long inputs() {
        return withoutFollowed(instruction.registersRead());
    }

    private long written() {
        return withoutFollowed(instruction.registersWritten());
    }

    /** What the pipeline needs of it. */
    MicroOp micro(boolean fused) {
        return new MicroOp(
                kind,
                instruction.zeroing() ? 0 : inputs(),
                written(),
                places(true),
                places(false),
                step(),
                traits(fused));
    }

    private Set<Trait> traits(boolean fused) {
        Set<Trait> traits = MicroOp.noTraits();
        add(traits, Trait.FREE, instruction.zeroing());
        add(traits, Trait.FUSED, fused);
        add(traits, Trait.VECTOR, instruction.widestVectorBits() != 0);
        add(traits, Trait.LOCKED, instruction.locked());
        add(traits, Trait.CONTROL, instruction.control() != Control.NONE);
        add(traits, Trait.RETURN, instruction.control() == Control.RETURN);
        return traits;
    }

    private static void add(Set<Trait> traits, Trait trait, boolean has) {
        if (has) {
            traits.add(trait);
        }
    }

    private List<Place> places(boolean reading) {
        if (!touchesMemory()) {
            return List.of();
        }
        return instruction.memory().stream()
                .filter(m -> reading ? m.read() : m.write())
                .map(this::place)
                .toList();
    }

    /** The stack engine follows the stack pointer, so no address waits for it. */
    private Place place(MemoryOperand operand) {
        boolean pushed = followsStack() && operand.write() && pushes();
        return new Place(
                operand.base(),
                operand.index(),
                operand.scale(),
                operand.segmented(),
                operand.displacement() - (pushed ? SLOT : 0),
                Math.max(1, operand.size() / ACCESS),
                operand.addressRegisters() & ~STACK_POINTER,
                operand.base() == Registers.RSP && operand.index() < 0);
    }

    private MicroOp.Step step() {
        if (followsStack()) {
            return new MicroOp.Step(Registers.RSP, pushes() ? -SLOT : SLOT);
        }
        long by = added();
        return by == 0
                ? MicroOp.Step.UNKNOWN
                : new MicroOp.Step(Long.numberOfTrailingZeros(written() & GENERAL), by);
    }

    /** By how much the one general register that it writes changes, if that is known; else 0. */
    private long added() {
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

    private long withoutFollowed(long registers) {
        return followsStack() ? registers & ~STACK_POINTER : registers;
    }

    /** Prefetches, flushes and wide NOPs name memory but do not wait for it. */
    private boolean touchesMemory() {
        return switch (instruction.category()) {
            case "PREFETCH", "PREFETCHWT1", "NOP", "WIDENOP", "CLFLUSHOPT", "CLWB" -> false;
            default -> !instruction.mnemonic().equals("clflush");
        };
    }
}
