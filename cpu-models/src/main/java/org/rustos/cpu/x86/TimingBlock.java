package org.rustos.cpu.x86;

import org.rustos.core.timing.Category;
import org.rustos.cpu.zydis.Instruction.Control;

/**
 * One timing block of user code: what is charged when execution enters at its first byte. Its ends
 * are ours (control transfer, page end, 64 instructions, before and behind a repeated string
 * instruction), whatever blocks the engine translates.
 */
final class TimingBlock {
    final long start;
    final long end;

    /** Canonical physical address of the first byte. */
    final long physical;

    /** The translation tag of its page. */
    final long tag;

    final int instructions;

    /** Static cost of the whole block, in millicycles. */
    final long costMc;

    /** Where its cycles count; runtime sections of an image have their own. */
    final Category category;

    /** Where each instruction starts, relative to {@link #start}. */
    final short[] offsets;

    /** Address of the last instruction: by it a branch predictor knows the block's end. */
    final long last;

    final Control control;

    /** Bit i: the i-th read's address depends on a read of the previous round of a loop. */
    final long chainedReads;

    final int reads;

    /** Bytes that one round of a repeated string instruction moves; 0 if the block is none. */
    final int repeatedBytes;

    /** The first instruction must not run: it would read host randomness. */
    final boolean refused;

    final boolean writesKeyRights;
    final int keyWrites;
    final int keyReads;

    /** Not null if the guest may write to the code: the bytes that were decoded. */
    final byte[] mutableBytes;

    TimingBlock(Parts parts) {
        start = parts.start;
        end = parts.end;
        physical = parts.physical;
        tag = parts.tag;
        instructions = parts.instructions;
        costMc = parts.costMc;
        category = parts.category;
        offsets = parts.offsets;
        last = start + parts.offsets[parts.offsets.length - 1];
        control = parts.control;
        chainedReads = parts.chainedReads;
        reads = parts.reads;
        repeatedBytes = parts.repeatedBytes;
        refused = parts.refused;
        writesKeyRights = parts.writesKeyRights;
        keyWrites = parts.keyWrites;
        keyReads = parts.keyReads;
        mutableBytes = parts.mutableBytes;
    }

    int bytes() {
        return (int) (end - start);
    }

    /** Collects the fields of a block while it is decoded. */
    static final class Parts {
        long start;
        long end;
        long physical;
        long tag;
        int instructions;
        long costMc;
        Category category = Category.USER_COMPUTE;
        short[] offsets;
        Control control = Control.NONE;
        long chainedReads;
        int reads;
        int repeatedBytes;
        boolean refused;
        boolean writesKeyRights;
        int keyWrites;
        int keyReads;
        byte[] mutableBytes;
    }
}
