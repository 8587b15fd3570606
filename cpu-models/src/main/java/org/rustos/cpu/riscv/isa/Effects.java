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

    /** Whether memory is read, of which an SC that fails does nothing. */
    public boolean loads() {
        return is("load") || is("atomic") && !conditional();
    }

    /** Whether memory is written; an SC may fail. */
    public boolean stores() {
        return store() || is("atomic") && opCode() != OpCode.LR_W && opCode() != OpCode.LR_D;
    }

    /** Whether it is an SC. */
    public boolean conditional() {
        return opCode() == OpCode.SC_W || opCode() == OpCode.SC_D;
    }

    /** Whether what is stored depends on what was there. */
    public boolean combines() {
        return is("atomic") && loads() && stores();
    }

    /** Whether it may raise floating-point flags. */
    public boolean computesFloat() {
        return op != null && op.kind().startsWith("fp-");
    }

    /** Whether it is a return from a trap. */
    public boolean returns() {
        return opCode() == OpCode.MRET || opCode() == OpCode.SRET;
    }

    /** The register that takes the result, {@link Decoder#SINK} for register 0. */
    public int result() {
        return Decoder.rd(decoded);
    }

    private int opCode() {
        return Decoder.opCode(decoded);
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

    /** Bytes that a load reads or a store writes, other than of a capability. */
    public int width() {
        return switch (opCode()) {
            case OpCode.LB, OpCode.LBU, OpCode.LB_DDC, OpCode.LBU_DDC -> 1;
            case OpCode.LB_CAP, OpCode.LBU_CAP, OpCode.CLB, OpCode.CLBU -> 1;
            case OpCode.LH, OpCode.LHU, OpCode.LH_DDC, OpCode.LHU_DDC -> 2;
            case OpCode.LH_CAP, OpCode.LHU_CAP, OpCode.CLH, OpCode.CLHU -> 2;
            case OpCode.LW, OpCode.LWU, OpCode.LW_DDC, OpCode.LWU_DDC, OpCode.FLW -> 4;
            case OpCode.LW_CAP, OpCode.LWU_CAP, OpCode.CLW, OpCode.CLWU -> 4;
            case OpCode.SB, OpCode.SB_DDC, OpCode.SB_CAP, OpCode.CSB -> 1;
            case OpCode.SH, OpCode.SH_DDC, OpCode.SH_CAP, OpCode.CSH -> 2;
            case OpCode.SW, OpCode.SW_DDC, OpCode.SW_CAP, OpCode.CSW -> 4;
            case OpCode.FSW, OpCode.CFSW -> 4;
            default -> opCode() >= OpCode.LR_W && opCode() < OpCode.LR_D ? 4 : 8;
        };
    }

    /** Whether it is an ordinary load or store of a capability. */
    public boolean movesCapability() {
        return switch (opCode()) {
            case OpCode.LC, OpCode.LC_DDC, OpCode.LC_CAP, OpCode.CLC -> true;
            case OpCode.SC, OpCode.SC_CAP, OpCode.CSC -> true;
            default -> false;
        };
    }

    /** The control register that is written, -1 for none. */
    public int csr() {
        boolean replaces = opCode() == OpCode.CSRRW || opCode() == OpCode.CSRRWI;
        boolean writes = is("csr") && (replaces || Decoder.rs1(decoded) != 0);
        return writes ? word >>> 20 : -1;
    }

    /** What a control register is called. */
    public static String csrName(int number) {
        return CsrNames.of(number);
    }

    private boolean store() {
        return is("store");
    }

    private boolean is(String kind) {
        return op != null && op.kind().equals(kind);
    }
}
