package org.rustos.kernel.ebpf.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Turns bytes into instructions and refuses what the table does not have. */
public final class Decoder {
    /** Bytes of a slot. */
    public static final int SLOT = 8;

    private Decoder() {}

    /**
     * Decodes a program.
     *
     * @return an array indexed by slot; the second slot of a wide immediate is null
     */
    public static Instruction[] decode(byte[] code) throws BytecodeException {
        if (code.length == 0 || code.length % SLOT != 0) {
            throw new BytecodeException(
                    code.length / SLOT,
                    "end",
                    code.length + " bytes are no whole number of 8-byte instructions");
        }
        ByteBuffer bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        Instruction[] program = new Instruction[code.length / SLOT];
        for (int slot = 0; slot < program.length; ) {
            Instruction instruction = one(bytes, slot, program.length);
            program[slot] = instruction;
            slot = instruction.next();
        }
        return program;
    }

    private static Instruction one(ByteBuffer bytes, int slot, int count) throws BytecodeException {
        int at = slot * SLOT;
        int opcode = bytes.get(at) & 0xff;
        int registers = bytes.get(at + 1) & 0xff;
        int offset = bytes.getShort(at + 2);
        int imm = bytes.getInt(at + 4);
        Form form = Forms.find(opcode, offset, imm);
        if (form == null) {
            throw refused(bytes, slot, unknown(opcode, offset, imm));
        }
        long wide = imm;
        if (form.kind() == Kind.WIDE) {
            if (slot + 1 == count) {
                throw refused(bytes, slot, "the second half of the 64-bit immediate is missing");
            }
            if (bytes.getInt(at + SLOT) != 0) {
                throw refused(
                        bytes, slot, "the second half of the 64-bit immediate is an instruction");
            }
            wide = (long) bytes.getInt(at + SLOT + 4) << 32 | imm & 0xffff_ffffL;
        }
        Instruction instruction =
                new Instruction(slot, form, registers & 0xf, registers >> 4, offset, imm, wide);
        String wrong = ReservedFields.complaint(instruction);
        if (wrong != null) {
            throw refused(bytes, slot, wrong);
        }
        return instruction;
    }

    private static String unknown(int opcode, int offset, int imm) {
        int group = opcode & 7;
        if (Forms.known(opcode)) {
            return group == Forms.CLASS_STX
                    ? "unknown atomic operation 0x" + Integer.toHexString(imm)
                    : "reserved offset field is " + offset;
        }
        boolean legacy = group == Forms.CLASS_LD && (opcode & 0xe0) <= 0x40;
        return (legacy ? "legacy packet access, opcode 0x" : "unknown opcode 0x")
                + HexFormat.of().toHexDigits((byte) opcode);
    }

    private static BytecodeException refused(ByteBuffer bytes, int slot, String reason) {
        byte[] raw = new byte[SLOT];
        bytes.get(slot * SLOT, raw);
        return new BytecodeException(slot, HexFormat.ofDelimiter(" ").formatHex(raw), reason);
    }
}
