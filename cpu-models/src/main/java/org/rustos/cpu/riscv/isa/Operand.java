package org.rustos.cpu.riscv.isa;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a word in the operand column of a table means: where it stands in the encoding, which field
 * of a decoded operation it fills and how it is written. Add an encoding by adding a row.
 *
 * <p>Source: RISC-V Unprivileged ISA 20240411, sections 2.3 and 26.2 (instruction formats).
 */
enum Operand {
    RD("rd", Field.RD, w -> w >> 7 & 31),
    RS1("rs1", Field.RS1, w -> compressed(w) ? w >> 7 & 31 : w >> 15 & 31),
    RS2("rs2", Field.RS2, w -> w >> 20 & 31),
    FD("fd", Field.FD, w -> w >> 7 & 31),
    FS1("fs1", Field.FS1, w -> w >> 15 & 31),
    FS2("fs2", Field.FS2, w -> w >> 20 & 31),
    FS3("fs3", Field.FS3, w -> w >>> 27),
    CD("cd", Field.CD, w -> w >> 7 & 31),
    CS1("cs1", Field.CS1, w -> w >> 15 & 31),
    CS2("cs2", Field.CS2, w -> w >> 20 & 31),
    CCS1("ccs1", Field.CS1, w -> w >> 7 & 31),
    CCS2("ccs2", Field.CS2, w -> w >> 2 & 31),
    CS1C("cs1c", Field.CS1, w -> 8 + (w >> 7 & 7)),
    CS2C("cs2c", Field.CS2, w -> 8 + (w >> 2 & 7)),
    CDC("cdc", Field.CD, w -> 8 + (w >> 2 & 7)),
    RM("rm", Field.ROUNDING, w -> w >> 12 & 7),
    /** A rounding mode that changes nothing, because the operation is exact. */
    RM_EXACT("rme", Field.ROUNDING_EXACT, w -> w >> 12 & 7),

    IMM12("imm12", Field.IMM, w -> w >> 20),
    UIMM12("uimm12", Field.IMM, w -> w >>> 20),
    SIMM12("simm12", Field.IMM, w -> w >> 25 << 5 | w >> 7 & 31),
    IMM20("imm20", Field.UPPER, w -> w & 0xfffff000),
    SHAMT6("shamt6", Field.IMM, w -> w >> 20 & 63),
    SHAMT5("shamt5", Field.IMM, w -> w >> 20 & 31),
    BTARGET(
            "btarget",
            Field.TARGET,
            w -> w >> 31 << 12 | (w >> 7 & 1) << 11 | (w >> 25 & 63) << 5 | (w >> 8 & 15) << 1),
    JTARGET(
            "jtarget",
            Field.TARGET,
            w -> w >> 31 << 20 | w & 0xff000 | (w >> 20 & 1) << 11 | (w >> 21 & 0x3ff) << 1),
    CSR("csr", Field.CSR, w -> w >>> 20),
    ZIMM5("zimm5", Field.SOURCE, w -> w >> 15 & 31),
    PRED("pred", Field.ORDER, w -> w >> 24 & 15),
    SUCC("succ", Field.ORDER, w -> w >> 20 & 15),
    SCR("scr", Field.SPECIAL, w -> w >> 20 & 31),
    QUARTER("quarter", Field.IMM_HIGH, w -> w >> 18 & 3),
    CLEAR_MASK("clearmask", Field.IMM_LOW, w -> (w >> 15 & 7) << 5 | w >> 7 & 31),

    SP("sp", Field.NAMED_SP, w -> 2),
    CSP("csp", Field.NAMED_CSP, w -> 2),
    CRS2("crs2", Field.RS2, w -> w >> 2 & 31),
    CFS2("cfs2", Field.FS2, w -> w >> 2 & 31),
    RDC("rdc", Field.RD, w -> 8 + (w >> 2 & 7)),
    FDC("fdc", Field.FD, w -> 8 + (w >> 2 & 7)),
    RS1C("rs1c", Field.RS1, w -> 8 + (w >> 7 & 7)),
    RS2C("rs2c", Field.RS2, w -> 8 + (w >> 2 & 7)),
    FS2C("fs2c", Field.FS2, w -> 8 + (w >> 2 & 7)),
    CI6("ci6", Field.IMM, Operand::signed6),
    HINT6("hint6", Field.HINT, Operand::signed6),
    CLUI("clui", Field.UPPER, w -> signed6(w) << 12),
    CSHAMT("cshamt", Field.IMM, w -> signed6(w) & 63),
    C4SPN(
            "c4spn",
            Field.IMM,
            w -> (w >> 11 & 3) << 4 | (w >> 7 & 15) << 6 | (w >> 6 & 1) << 2 | (w >> 5 & 1) << 3),
    C16SP(
            "c16sp",
            Field.IMM,
            w ->
                    (w << 19 >> 31) << 9
                            | (w >> 6 & 1) << 4
                            | (w >> 5 & 1) << 6
                            | (w >> 3 & 3) << 7
                            | (w >> 2 & 1) << 5),
    CLSW("clsw", Field.IMM, w -> (w >> 10 & 7) << 3 | (w >> 6 & 1) << 2 | (w >> 5 & 1) << 6),
    CLSD("clsd", Field.IMM, w -> (w >> 10 & 7) << 3 | (w >> 5 & 3) << 6),
    CLWSP("clwsp", Field.IMM, w -> (w >> 12 & 1) << 5 | (w >> 4 & 7) << 2 | (w >> 2 & 3) << 6),
    CLDSP("cldsp", Field.IMM, w -> (w >> 12 & 1) << 5 | (w >> 5 & 3) << 3 | (w >> 2 & 7) << 6),
    CSWSP("cswsp", Field.IMM, w -> (w >> 9 & 15) << 2 | (w >> 7 & 3) << 6),
    CSDSP("csdsp", Field.IMM, w -> (w >> 10 & 7) << 3 | (w >> 7 & 7) << 6),
    CLCQ("clcq", Field.IMM, w -> (w >> 11 & 3) << 4 | (w >> 10 & 1) << 8 | (w >> 5 & 3) << 6),
    CLCQSP("clcqsp", Field.IMM, w -> (w >> 12 & 1) << 5 | (w >> 6 & 1) << 4 | (w >> 2 & 15) << 6),
    CSCQSP("cscqsp", Field.IMM, w -> (w >> 11 & 3) << 4 | (w >> 7 & 15) << 6),
    CJTARGET(
            "cjtarget",
            Field.TARGET,
            w ->
                    (w << 19 >> 31) << 11
                            | (w >> 11 & 1) << 4
                            | (w >> 9 & 3) << 8
                            | (w >> 8 & 1) << 10
                            | (w >> 7 & 1) << 6
                            | (w >> 6 & 1) << 7
                            | (w >> 3 & 7) << 1
                            | (w >> 2 & 1) << 5),
    CBTARGET(
            "cbtarget",
            Field.TARGET,
            w ->
                    (w << 19 >> 31) << 8
                            | (w >> 10 & 3) << 3
                            | (w >> 5 & 3) << 6
                            | (w >> 3 & 3) << 1
                            | (w >> 2 & 1) << 5);

    /** Which part of a decoded operation an operand fills; also how it is written. */
    enum Field {
        RD,
        RS1,
        RS2,
        FD,
        FS1,
        FS2,
        FS3,
        CD,
        CS1,
        CS2,
        ROUNDING,
        ROUNDING_EXACT,
        IMM,
        UPPER,
        TARGET,
        CSR,
        /** A small number where rs1 would stand. */
        SOURCE,
        ORDER,
        /** A special capability register. */
        SPECIAL,
        IMM_HIGH,
        IMM_LOW,
        /** An immediate without effect, written if it is not 0. */
        HINT,
        /** Written only: the encoding has no room for it and needs none. */
        NAMED_SP,
        NAMED_CSP
    }

    private static final Map<String, Operand> BY_NAME =
            Stream.of(values())
                    .collect(Collectors.toUnmodifiableMap(o -> o.word, Function.identity()));

    private final String word;
    private final Field field;
    private final IntUnaryOperator extractor;

    Operand(String word, Field field, IntUnaryOperator extractor) {
        this.word = word;
        this.field = field;
        this.extractor = extractor;
    }

    /** The operand of this name. */
    static Operand named(String word) {
        Operand operand = BY_NAME.get(word);
        if (operand == null) {
            throw new IllegalArgumentException(
                    "no operand " + word.toLowerCase(Locale.ROOT) + " is known");
        }
        return operand;
    }

    Field field() {
        return field;
    }

    /** Its value in an instruction, sign-extended where the encoding says so. */
    int of(int word) {
        return extractor.applyAsInt(word);
    }

    private static boolean compressed(int word) {
        return (word & 3) != 3;
    }

    private static int signed6(int word) {
        return word << 19 >> 31 << 5 | word >> 2 & 31;
    }
}
