package org.rustos.kernel.ebpf.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The instruction table: every form that RFC 9669 knows, and the one way to find it. */
public final class Forms {
    static final int CLASS_LD = 0x00;
    static final int CLASS_LDX = 0x01;
    static final int CLASS_ST = 0x02;
    static final int CLASS_STX = 0x03;
    static final int CLASS_ALU = 0x04;
    static final int CLASS_JMP = 0x05;
    static final int CLASS_JMP32 = 0x06;
    static final int CLASS_ALU64 = 0x07;

    private static final int REGISTER = 0x08;
    private static final int MODE_MEM = 0x60;
    private static final int MODE_MEMSX = 0x80;
    private static final int MODE_ATOMIC = 0xc0;
    private static final int[][] SIZES = {{8, 0x10}, {16, 0x08}, {32, 0x00}, {64, 0x18}};

    private static final List<Form> TABLE = Collections.unmodifiableList(build());
    private static final List<List<Form>> BY_OPCODE = byOpcode();

    private Forms() {}

    /** All forms, in a fixed order. */
    public static List<Form> all() {
        return TABLE;
    }

    /** The form, or null if the opcode or its variant is not defined. */
    static Form find(int opcode, int offset, int imm) {
        for (Form form : BY_OPCODE.get(opcode)) {
            int field =
                    switch (form.kind()) {
                        case ALU -> offset;
                        case ATOMIC -> imm;
                        default -> 0;
                    };
            if (form.variant() == field) {
                return form;
            }
        }
        return null;
    }

    /** Whether the opcode is defined for some variant. */
    static boolean known(int opcode) {
        return !BY_OPCODE.get(opcode).isEmpty();
    }

    private static List<List<Form>> byOpcode() {
        List<List<Form>> lists = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            lists.add(new ArrayList<>(1));
        }
        TABLE.forEach(form -> lists.get(form.opcode()).add(form));
        return lists;
    }

    private static List<Form> build() {
        List<Form> table = new ArrayList<>();
        arithmetic(table);
        memory(table);
        control(table);
        return table;
    }

    private static void arithmetic(List<Form> table) {
        for (int bits = 32; bits <= 64; bits += 32) {
            int base = bits == 32 ? CLASS_ALU : CLASS_ALU64;
            for (AluOp op : AluOp.values()) {
                Group group =
                        op.divides()
                                ? bits == 32 ? Group.DIVMUL32 : Group.DIVMUL64
                                : bits == 32 ? Group.BASE32 : Group.BASE64;
                int version = op.variant() != 0 ? 4 : bits == 32 ? 3 : 1;
                if (!op.extendsSign()) {
                    add(table, base | op.code(), op, bits, false, group, version);
                }
                boolean wider = bits > op.variant() || !op.extendsSign();
                if (op != AluOp.NEG && wider) {
                    add(table, base | op.code() | REGISTER, op, bits, true, group, version);
                }
            }
        }
        end(table, CLASS_ALU | 0xd0, SwapOp.TO_LITTLE, 1);
        end(table, CLASS_ALU | 0xd0 | REGISTER, SwapOp.TO_BIG, 1);
        end(table, CLASS_ALU64 | 0xd0, SwapOp.SWAP, 4);
    }

    private static void add(
            List<Form> table,
            int opcode,
            AluOp op,
            int bits,
            boolean register,
            Group group,
            int version) {
        table.add(new Form(opcode, op.variant(), Kind.ALU, op, bits, register, group, version));
    }

    private static void end(List<Form> table, int opcode, SwapOp op, int version) {
        table.add(new Form(opcode, 0, Kind.END, op, 64, false, Group.BASE64, version));
    }

    private static void memory(List<Form> table) {
        plain(table, CLASS_LD | 0x18, Kind.WIDE, 64, false, 1);
        for (int[] size : SIZES) {
            int bits = size[0];
            plain(table, CLASS_LDX | MODE_MEM | size[1], Kind.LOAD, bits, true, 1);
            plain(table, CLASS_ST | MODE_MEM | size[1], Kind.STORE_IMMEDIATE, bits, false, 1);
            plain(table, CLASS_STX | MODE_MEM | size[1], Kind.STORE, bits, true, 1);
            if (bits < 64) {
                plain(table, CLASS_LDX | MODE_MEMSX | size[1], Kind.LOAD_SIGNED, bits, true, 4);
            }
            if (bits >= 32) {
                for (AtomicOp op : AtomicOp.values()) {
                    int opcode = CLASS_STX | MODE_ATOMIC | size[1];
                    Group group = bits == 32 ? Group.ATOMIC32 : Group.ATOMIC64;
                    int version = op == AtomicOp.ADD ? 1 : 3;
                    table.add(
                            new Form(
                                    opcode,
                                    op.code(),
                                    Kind.ATOMIC,
                                    op,
                                    bits,
                                    true,
                                    group,
                                    version));
                }
            }
        }
    }

    private static void control(List<Form> table) {
        for (int bits = 32; bits <= 64; bits += 32) {
            int base = bits == 32 ? CLASS_JMP32 : CLASS_JMP;
            Group group = bits == 32 ? Group.BASE32 : Group.BASE64;
            for (JumpOp op : JumpOp.values()) {
                int version = bits == 32 ? 3 : op.version();
                for (int source = 0; source <= REGISTER; source += REGISTER) {
                    int opcode = base | op.code() | source;
                    boolean register = source != 0;
                    table.add(new Form(opcode, 0, Kind.JUMP, op, bits, register, group, version));
                }
            }
        }
        plain(table, CLASS_JMP, Kind.GOTO, 16, false, 1);
        plain(table, CLASS_JMP32, Kind.GOTO, 32, false, 4);
        plain(table, CLASS_JMP | 0x80, Kind.CALL, 64, false, 1);
        table.add(
                new Form(
                        CLASS_JMP | 0x80 | REGISTER,
                        0,
                        Kind.CALL_REGISTER,
                        NoOperation.NONE,
                        64,
                        true,
                        Group.CALLX,
                        1));
        plain(table, CLASS_JMP | 0x90, Kind.EXIT, 64, false, 1);
    }

    private static void plain(
            List<Form> table, int opcode, Kind kind, int bits, boolean register, int version) {
        Group group = bits == 64 ? Group.BASE64 : Group.BASE32;
        if (kind == Kind.CALL || kind == Kind.EXIT) {
            group = Group.BASE32;
        }
        table.add(new Form(opcode, 0, kind, NoOperation.NONE, bits, register, group, version));
    }
}
