package org.rustos.cpu.pipeline;

import static org.rustos.core.memory.PhysicalMemory.PAGE_MASK;

import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.KernelPath.EventCount;

import java.util.ArrayList;
import java.util.List;

/**
 * One timing block of user code: what is charged when execution enters at its first byte. Its ends
 * are ours (control transfer, page end, 64 instructions, before and behind a repeated string
 * instruction), whatever blocks the engine translates.
 */
public final class TimingBlock {
    final long start;
    final long end;

    /** Canonical physical address of the first byte. */
    final long physical;

    /** The translation tag of its page. */
    final long tag;

    public final int instructions;

    /** Its instructions as the pipeline sees them; null if events price it. */
    public final BlockCode code;

    /** What it costs on this hart, by the state of the pipeline; null until it is entered. */
    BlockSchedule schedule;

    /** Of a block that divides: where its quotient is behind it; null if it cannot be found. */
    final QuotientSource quotient;

    /** What was charged when it was entered last, in millicycles. */
    long chargedMc;

    /** Where its cycles count; runtime sections of an image have their own. */
    final Category category;

    /** Where each instruction starts, relative to {@link #start}. */
    final short[] offsets;

    /** Address of the last instruction: by it a branch predictor knows the block's end. */
    final long last;

    final Control control;

    /** What its reads wait for; null if events price it. */
    public final ReadOrigins origins;

    /** Bytes that one round of a repeated string instruction moves; 0 if the block is none. */
    final int repeatedBytes;

    /** The first instruction must not run: it would read host randomness. */
    final boolean refused;

    /** Its first instruction is one at which indirect calls may land, or jumps. */
    final boolean landsCalls;

    final boolean landsJumps;

    /** Its indirect jump may stand for a call (a veneer, a tail call). */
    final boolean jumpsAsCall;

    /** Null if no access of it needs a check. */
    final EntryCheck alignment;

    /** It has a locked instruction. */
    final boolean locked;

    /** It may change registers that the hart looks at only when it must. */
    final boolean changesRareRegisters;

    /** What else is counted each time that it runs; null if nothing is. */
    final List<EventCount> events;

    /** The version of the frame that it was decoded from, see {@link CodeFrames}. */
    final int version;

    /** Guest-physical address of the first byte, with its alias; negative if there is no page. */
    final long gpa;

    /** The same of the part behind a page end, if there is one; else of the first byte. */
    final long gpaBehind;

    /** Canonical physical address of that part; else {@link #physical}. */
    final long physicalBehind;

    /** Not null if the bytes may change without a new version: those that were decoded. */
    final byte[] mutableBytes;

    TimingBlock(Parts parts, Place place) {
        start = parts.start;
        end = parts.end;
        physical = place.physical;
        physicalBehind = place.physicalBehind;
        gpa = place.gpa;
        gpaBehind = place.gpaBehind;
        version = place.version;
        tag = place.tag;
        instructions = parts.instructions;
        code = parts.code;
        quotient = parts.quotient;
        category = place.category;
        offsets = parts.offsets;
        last = start + parts.offsets[parts.offsets.length - 1];
        control = parts.control;
        origins = parts.origins;
        repeatedBytes = parts.repeatedBytes;
        refused = parts.refused;
        landsCalls = parts.landsCalls;
        landsJumps = parts.landsJumps;
        jumpsAsCall = parts.jumpsAsCall;
        alignment = parts.alignment;
        locked = parts.locked;
        changesRareRegisters = parts.changesRareRegisters;
        events = parts.events.isEmpty() ? null : List.copyOf(parts.events);
        mutableBytes = place.mutableBytes;
    }

    /** Its length. */
    public int bytes() {
        return (int) (end - start);
    }

    /** Whether its first instruction must not run. */
    public boolean refused() {
        return refused;
    }

    /** Whether the bytes in memory are those that were decoded. */
    boolean sameBytes(PhysicalMemory memory) {
        byte[] bytes = mutableBytes;
        int inPage =
                (int) Math.min(bytes.length, PhysicalMemory.PAGE_SIZE - (physical & PAGE_MASK));
        for (int i = 0; i < inPage; i++) {
            if (memory.getByte(physical + i) != bytes[i]) {
                return false;
            }
        }
        for (int i = inPage; i < bytes.length; i++) {
            if (memory.getByte(physicalBehind + i - inPage) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Makes others, who may hold the same code, look again. */
    void comparedNoMore(CodeFrames code) {
        if (mutableBytes != null) {
            code.changed(physical);
            code.changed(physicalBehind);
        }
    }

    /** Where a block lies in one address space, and how it may change. */
    static final class Place {
        long physical;
        long physicalBehind;
        long gpa = -1;
        long gpaBehind = -1;
        long tag;
        int version;
        Category category = Category.USER_COMPUTE;
        byte[] mutableBytes;
    }

    /** Collects what follows from address and bytes while a block is decoded. */
    public static final class Parts {
        public final long start;
        public long end;
        public int instructions;
        public BlockCode code;
        public QuotientSource quotient;
        public short[] offsets;
        public Control control = Control.NONE;
        public ReadOrigins origins;
        public int repeatedBytes;
        public boolean refused;
        public boolean landsCalls;
        public boolean landsJumps;
        public boolean jumpsAsCall;
        public EntryCheck alignment;
        public boolean locked;
        public boolean changesRareRegisters;
        public final List<EventCount> events = new ArrayList<>();

        Parts(long start) {
            this.start = start;
            this.end = start;
        }
    }
}
