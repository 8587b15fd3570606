package org.rustos.cpu.riscv.isa;

/**
 * What an instruction names: the registers it writes and the memory it touches, for observers that
 * stand outside an engine. One object is filled again and again.
 */
public final class Effects {
    private final OpTable table;
    private Op op;
    private int word;
    private long decoded;

    public Effects(OpTable table) {
        this.table = table;
    }

    /** Looks at an instruction; 0 is one that names nothing. */
    public void of(int instruction) {
        word = (instruction & 3) == 3 ? instruction : instruction & 0xffff;
        op = table.find(word);
        decoded = Decoder.decode(table, word);
    }

    /** The integer register that is written, 0 for none. */
    public int target() {
        boolean writes = op != null && floatTarget() < 0 && !store() && !is("branch");
        int rd = Decoder.rd(decoded);
        return writes && rd != Decoder.SINK ? rd : 0;
    }

    /** The floating-point register that is written, -1 for none. */
    public int floatTarget() {
        boolean writes =
                op != null && op.operands().stream().anyMatch(o -> o.field() == Operand.Field.FD);
        return writes ? Decoder.rd(decoded) : -1;
    }

    /** Whether memory is touched. */
    public boolean accesses() {
        return is("load") || is("store") || is("atomic");
    }

    public int base() {
        return Decoder.rs1(decoded);
    }

    public int offset() {
        return is("atomic") ? 0 : Decoder.immediate(decoded);
    }

    public int source() {
        return Decoder.rs2(decoded);
    }

    public boolean storesFloat() {
        return store() && op.operands().stream().anyMatch(o -> o.field() == Operand.Field.FS2);
    }

    /** Bytes that a plain store writes, 0 for everything else. */
    public int width() {
        if (!store()) {
            return 0;
        }
        return switch (Decoder.opCode(decoded)) {
            case OpCode.SB, OpCode.SB_DDC, OpCode.SB_CAP, OpCode.CSB -> 1;
            case OpCode.SH, OpCode.SH_DDC, OpCode.SH_CAP, OpCode.CSH -> 2;
            case OpCode.SW, OpCode.SW_DDC, OpCode.SW_CAP, OpCode.CSW -> 4;
            case OpCode.FSW, OpCode.CFSW -> 4;
            default -> 8;
        };
    }

    /** The control register that is written, -1 for none. */
    public int csr() {
        boolean replaces =
                Decoder.opCode(decoded) == OpCode.CSRRW || Decoder.opCode(decoded) == OpCode.CSRRWI;
        boolean writes = is("csr") && (replaces || Decoder.rs1(decoded) != 0);
        return writes ? word >>> 20 : -1;
    }

    public String csrName() {
        return CsrNames.of(word >>> 20);
    }

    private boolean store() {
        return is("store");
    }

    private boolean is(String kind) {
        return op != null && op.kind().equals(kind);
    }
}
