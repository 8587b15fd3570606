package org.rustos.cpu.arm;

import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;

import java.lang.foreign.ValueLayout;

/**
 * Keeps words from the engine that end the process when it translates them: it asserts that some
 * encodings of half-precision vectors, which are unallocated, never come. While it translates it
 * sees an undefined instruction in their place, which is what they are; everybody else sees memory
 * as it is.
 */
final class HiddenWords {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int UNDEFINED = 0;
    private static final long NONE = -1;

    // "Two registers, half precision": allocated by U, a and opcode (bits 29, 23, 16-12; Arm ARM
    // DDI 0487, C4.1.96).
    private static final int TWO_REGISTERS = 0x0e78_0800;
    private static final int TWO_REGISTERS_MASK = 0x8f7e_0c00;
    private static final long ALLOCATED_PLAIN = 0x2f00_f000_3f00_0000L;
    private static final long ALLOCATED_UNSIGNED = 0xae00_b000_3f00_0000L;

    // FABS where U is 0, FSQRT where it is 1: scalars have encodings of their own for these.
    private static final long VECTOR_ONLY = 1L << 0x2f | 1L << 0x3f;

    // "Three registers, half precision": unallocated by U, a and opcode (bits 29, 23, 13-11).
    private static final int THREE_REGISTERS = 0x0e40_0400;
    private static final int THREE_REGISTERS_MASK = 0x9f60_c400;
    private static final int UNALLOCATED =
            1 << 0x5 | 1 << 0xb | 1 << 0xc | 1 << 0xd | 1 << 0x11 | 1 << 0x19 | 1 << 0x1b
                    | 1 << 0x1f;

    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private long hidden = NONE;
    private int word;

    HiddenWords(PhysicalMemory memory, AliasSpace aliases) {
        this.memory = memory;
        this.aliases = aliases;
    }

    /** Whether the engine must not see a word. */
    static boolean contains(int word) {
        if ((word & TWO_REGISTERS_MASK) == TWO_REGISTERS) {
            int operation = word >>> 12 & 0x1f | (word >>> 23 & 1) << 5;
            boolean plain = (word >>> 29 & 1) == 0;
            long allocated = plain ? ALLOCATED_PLAIN : ALLOCATED_UNSIGNED;
            boolean scalar = (word >>> 28 & 1) != 0;
            return ((scalar ? allocated & ~VECTOR_ONLY : allocated) >>> operation & 1) == 0;
        }
        if ((word & THREE_REGISTERS_MASK) == THREE_REGISTERS) {
            int operation = word >>> 11 & 7 | (word >>> 23 & 1) << 3 | (word >>> 29 & 1) << 4;
            return (UNALLOCATED >>> operation & 1) != 0;
        }
        return false;
    }

    /** The engine is about to read a word in order to translate it. */
    void fetch(long physical) {
        show();
        long at = aliases.canonical(physical);
        int found = memory.segment().get(WORD, at);
        if (contains(found)) {
            hidden = at;
            word = found;
            // Not a write that anybody should hear of.
            memory.segment().set(WORD, at, UNDEFINED);
        }
    }

    /** The engine is done with that. */
    void show() {
        if (hidden != NONE) {
            memory.segment().set(WORD, hidden, word);
            hidden = NONE;
        }
    }
}
