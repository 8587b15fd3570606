package org.rustos.cpu.x86;

import org.rustos.cpu.pipeline.EntryCheck;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * Which accesses of a block must be aligned to 16 bytes, and how their addresses follow from
 * registers: the engine does not raise the fault that silicon raises (Intel SDM volume 2, "Type 4"
 * and "Type 1" exceptions of legacy SSE; VEX forms have it for the aligned moves only, and there
 * are none here).
 *
 * <p>Addresses are followed from the block's start through simple instructions, so that entering a
 * block is the only place of a check. An address that is loaded or computed otherwise within the
 * block is not checked.
 */
final class Alignment implements EntryCheck {
    private static final int MASK = 15;
    private static final int GENERAL = 16;
    private static final Set<String> UNALIGNED =
            Set.of(
                    "movups",
                    "movupd",
                    "movdqu",
                    "lddqu",
                    "maskmovdqu",
                    "pcmpestri",
                    "pcmpestrm",
                    "pcmpistri",
                    "pcmpistrm");

    private static final int UNKNOWN = -2;

    /**
     * An address that must be aligned.
     *
     * @param offset of the instruction in its block
     * @param base general register at the block's start, or -1
     * @param index another one, or -1
     * @param scale factor of the index
     * @param constant what is added
     */
    private record Check(int offset, int base, int index, int scale, long constant) {}

    private final List<Check> checks = new ArrayList<>();
    // What each register was at the block's start, or -1, and what was added since.
    private final int[] origin = new int[GENERAL];
    private final long[] added = new long[GENERAL];

    private Alignment() {
        for (int i = 0; i < GENERAL; i++) {
            origin[i] = i;
        }
    }

    /** The alignment that a block needs, or null if there is nothing to check. */
    static Alignment of(List<Instruction> code) {
        if (code.stream().noneMatch(Alignment::aligned)) {
            return null;
        }
        Alignment alignment = new Alignment();
        long start = code.getFirst().address();
        for (Instruction instruction : code) {
            if (aligned(instruction)) {
                alignment.require(instruction, (int) (instruction.address() - start));
            }
            alignment.follow(instruction);
        }
        return alignment.checks.isEmpty() ? null : alignment;
    }

    /**
     * The offset of the first instruction whose access is not aligned; or -1.
     *
     * @param registers reads a general register by its number in the encoding
     */
    @Override
    public int misaligned(LongUnaryOperator registers) {
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            long address = check.constant();
            if (check.base() >= 0) {
                address += registers.applyAsLong(check.base());
            }
            if (check.index() >= 0) {
                address += registers.applyAsLong(check.index()) * check.scale();
            }
            if ((address & MASK) != 0) {
                return check.offset();
            }
        }
        return -1;
    }

    private static boolean aligned(Instruction instruction) {
        if (instruction.widestVectorBits() != 128
                || instruction.mnemonic().startsWith("v")
                || UNALIGNED.contains(instruction.mnemonic())) {
            return false;
        }
        for (MemoryOperand operand : instruction.memory()) {
            if (operand.size() == MASK + 1) {
                return true;
            }
        }
        return false;
    }

    private void require(Instruction instruction, int offset) {
        for (MemoryOperand operand : instruction.memory()) {
            // Thread-local data: its base is not followed.
            if (operand.size() == MASK + 1 && !operand.segmented()) {
                Check check = check(operand, offset);
                if (check != null) {
                    add(check);
                }
            }
        }
    }

    /** The check in terms of the block's start, or null if that cannot be said. */
    private Check check(MemoryOperand operand, int offset) {
        long constant = operand.displacement();
        int base = operand.base();
        int index = operand.index();
        if (base >= 0) {
            if (base >= GENERAL || unknown(base)) {
                return null;
            }
            constant += added[base];
            base = origin[base];
        }
        if (index >= 0) {
            if (index >= GENERAL || unknown(index)) {
                return null;
            }
            constant += added[index] * operand.scale();
            index = origin[index];
        }
        return new Check(offset, base, index, operand.scale(), constant & MASK);
    }

    private boolean unknown(int register) {
        return origin[register] == UNKNOWN;
    }

    /** Adds a check unless an earlier one says the same. */
    private void add(Check check) {
        boolean constantAndAligned = check.base() < 0 && check.index() < 0 && check.constant() == 0;
        boolean known =
                checks.stream()
                        .anyMatch(
                                c ->
                                        c.base() == check.base()
                                                && c.index() == check.index()
                                                && c.scale() == check.scale()
                                                && c.constant() == check.constant());
        if (!constantAndAligned && !known) {
            checks.add(check);
        }
    }

    private void follow(Instruction instruction) {
        long written = instruction.registersWritten();
        int bytes = instruction.operandBits() / 8;
        boolean plain = bytes == 8 && instruction.memory().isEmpty();
        int target = plain ? single(written & ~(1L << Registers.FLAGS)) : -1;
        long immediate = instruction.immediate();
        switch (instruction.mnemonic()) {
            case "push" -> added[Registers.RSP] -= bytes;
            case "pop" -> {
                long loaded = written & ~(1L << Registers.RSP);
                forget(loaded == 0 ? written : loaded);
                added[Registers.RSP] += bytes;
            }
            case "add", "sub" -> {
                if (target >= 0 && immediate != 0) {
                    boolean add = instruction.mnemonic().equals("add");
                    added[target] += add ? immediate : -immediate;
                } else {
                    forget(written);
                }
            }
            case "and" -> {
                forget(written);
                if (target >= 0 && immediate != 0 && (immediate & MASK) == 0) {
                    origin[target] = -1;
                    added[target] = 0;
                }
            }
            case "mov" -> {
                forget(written);
                int source = single(instruction.registersRead());
                if (target >= 0 && source >= 0 && immediate == 0) {
                    origin[target] = origin[source];
                    added[target] = added[source];
                }
            }
            default -> forget(written);
        }
    }

    private void forget(long registers) {
        for (int i = 0; i < GENERAL; i++) {
            if ((registers >>> i & 1) != 0) {
                origin[i] = UNKNOWN;
            }
        }
    }

    /** The only general register of a mask; -1 if there is none or more, or another kind. */
    private static int single(long registers) {
        int bit = Long.numberOfTrailingZeros(registers);
        return Long.bitCount(registers) == 1 && bit < GENERAL ? bit : -1;
    }
}
