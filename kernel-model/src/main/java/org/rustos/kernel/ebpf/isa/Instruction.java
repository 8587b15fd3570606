package org.rustos.kernel.ebpf.isa;

/**
 * One decoded instruction.
 *
 * @param slot where it stands, in units of 8 bytes
 * @param wide the 64-bit immediate of the form with two slots, otherwise the immediate extended by
 *     sign
 */
public record Instruction(int slot, Form form, int dst, int src, int offset, int imm, long wide) {
    /** Source field of a call: a helper by its number. */
    public static final int CALL_HELPER = 0;

    /** Source field of a call: a sub-program, relative to the next slot. */
    public static final int CALL_LOCAL = 1;

    /** Source field of a wide immediate: a plain number. */
    public static final int WIDE_NUMBER = 0;

    /** Source field of a wide immediate: a map by its index in the program. */
    public static final int WIDE_MAP = 1;

    /** Source field of a wide immediate: the first value of a map, and an offset into it. */
    public static final int WIDE_MAP_VALUE = 2;

    public Kind kind() {
        return form.kind();
    }

    /** Slots that it takes. */
    public int slots() {
        return kind() == Kind.WIDE ? 2 : 1;
    }

    /** The slot behind it. */
    public int next() {
        return slot + slots();
    }

    /** Where it goes if it jumps or calls a sub-program. */
    public int target() {
        boolean far = kind() == Kind.CALL || (kind() == Kind.GOTO && form.bits() == 32);
        return slot + 1 + (far ? imm : offset);
    }

    /** Whether it calls a sub-program. */
    public boolean callsLocal() {
        return kind() == Kind.CALL && src == CALL_LOCAL;
    }

    /** Whether it calls a helper by number. */
    public boolean callsHelper() {
        return kind() == Kind.CALL && src == CALL_HELPER;
    }

    @Override
    public String toString() {
        return Disassembler.text(this);
    }
}
