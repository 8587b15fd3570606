package org.rustos.cpu.riscv.hart;

import org.rustos.core.timing.Category;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.isa.RegisterUse;

import java.util.Arrays;
import java.util.function.LongFunction;

/** Decodes blocks, and finds out whether one that was decoded before is still right. */
final class BlockBuilder {
    private static final int RETURN_ADDRESS = 1;
    private static final int ALTERNATE_RETURN_ADDRESS = 5;
    private static final long PAGE = RiscvMemory.PAGE;

    private final RiscvMemory memory;
    private final SpecialCapabilities special;
    private LongFunction<Category> categories = _ -> Category.USER_COMPUTE;

    BlockBuilder(RiscvMemory memory, SpecialCapabilities special) {
        this.memory = memory;
        this.special = special;
    }

    /** Who says in which category code at an address counts. */
    void categories(LongFunction<Category> by) {
        categories = by;
    }

    /**
     * Decodes the block at an address.
     *
     * @throws RiscvTrap if its first instruction cannot be fetched
     */
    Block build(long pc) {
        long[] ops = new long[Block.MOST];
        int[] offsets = new int[Block.MOST + 1];
        byte[] code = new byte[4 * Block.MOST];
        int count = 0;
        long at = pc;
        Block.End end = Block.End.THROUGH;
        Category category = categories.apply(pc);
        boolean mode = special.capabilityMode();
        OpTable table = mode ? OpTable.CHERI_V9_CAPABILITY_MODE : OpTable.CHERI_V9;
        boolean careful = mode;
        int writes = 0;
        boolean floats = false;
        boolean goesOn = true;
        while (goesOn) {
            int word;
            try {
                word = fetch(at);
            } catch (RiscvTrap fault) {
                if (count == 0) {
                    throw fault;
                }
                break;
            }
            long op = Decoder.decode(table, word);
            int bytes = Decoder.compressed(op) ? 2 : 4;
            for (int i = 0; i < bytes; i++) {
                code[offsets[count] + i] = (byte) (word >>> 8 * i);
            }
            careful |= Decoder.opCode(op) > BitUnit.LAST || Decoder.opCode(op) == OpCode.ILLEGAL;
            int target = RegisterUse.ALL.target(op);
            writes |= target < Decoder.SINK ? 1 << target : 0;
            floats |= RegisterUse.ALL.floats(op);
            ops[count++] = op;
            offsets[count] = offsets[count - 1] + bytes;
            at += bytes;
            end = end(op);
            goesOn =
                    end == Block.End.THROUGH
                            && count < Block.MOST
                            && (at & PAGE) == (pc & PAGE)
                            && categories.apply(at) == category;
        }
        int bytes = offsets[count];
        return new Block(
                pc,
                Arrays.copyOf(ops, count),
                Arrays.copyOf(offsets, count + 1),
                end,
                careful,
                mode,
                writes & ~1,
                floats,
                category,
                Arrays.copyOf(code, bytes),
                place(pc, bytes));
    }

    private Block.Place place(long pc, int bytes) {
        long behind = (pc & PAGE) - PAGE;
        int first = (int) Math.min(bytes, behind - pc);
        int rest = bytes - first;
        return new Block.Place(
                memory.codeOffset(pc),
                first,
                memory.codeTag(pc),
                rest == 0 ? 0 : memory.codeOffset(behind),
                rest,
                rest == 0 ? 0 : memory.codeTag(behind));
    }

    private int fetch(long at) {
        int low = memory.fetch16(at);
        return (low & 3) != 3 ? low : low | memory.fetch16(at + 2) << 16;
    }

    /** The instruction at an address, or 0 where a fetch would fault. */
    int peek(long at) {
        try {
            return fetch(at);
        } catch (RiscvTrap fault) {
            return 0;
        }
    }

    /**
     * Whether a block would be decoded as it is.
     *
     * @throws RiscvTrap if its first instruction cannot be fetched
     */
    boolean right(Block block) {
        memory.fetch16(block.pc);
        if (categories.apply(block.pc) != block.category) {
            return false;
        }
        try {
            for (int i = 0; i < block.code.length; i += 2) {
                int half = block.code[i] & 0xff | (block.code[i + 1] & 0xff) << 8;
                if (memory.fetch16(block.pc + i) != half) {
                    return false;
                }
            }
        } catch (RiscvTrap fault) {
            return false;
        }
        block.place = place(block.pc, block.code.length);
        block.fetched = -1;
        return true;
    }

    /** Whether a block need not be looked at again until something changes. */
    boolean lasts(Block block) {
        return memory.wholePageOfCode(block.pc)
                && (block.place.bytesBehind() == 0 || memory.wholePageOfCode(block.endPc() - 1));
    }

    private static Block.End end(long op) {
        int opCode = Decoder.opCode(op);
        return switch (opCode) {
            case OpCode.BEQ, OpCode.BNE, OpCode.BLT, OpCode.BGE, OpCode.BLTU, OpCode.BGEU ->
                    Block.End.BRANCH;
            case OpCode.JAL -> links(Decoder.rd(op)) ? Block.End.CALL : Block.End.JUMP;
            case OpCode.JALR -> {
                // The hints of the specification, table 2.1 of "JALR".
                boolean from = links(Decoder.rs1(op));
                boolean to = links(Decoder.rd(op));
                yield to
                        ? Block.End.INDIRECT_CALL
                        : from ? Block.End.RETURN : Block.End.INDIRECT_JUMP;
            }
            case OpCode.FENCE, OpCode.FENCE_TSO -> Block.End.THROUGH;
            case OpCode.CJAL -> Block.End.CALL;
            case OpCode.CJALR, OpCode.JALR_CAP, OpCode.JALR_PCC, OpCode.CINVOKE ->
                    Block.End.INDIRECT_JUMP;
            case OpCode.CSPECIALRW -> Block.End.SYSTEM;
            default -> Privileged.owns(opCode) ? Block.End.SYSTEM : Block.End.THROUGH;
        };
    }

    private static boolean links(int register) {
        return register == RETURN_ADDRESS || register == ALTERNATE_RETURN_ADDRESS;
    }
}
