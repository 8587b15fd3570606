package org.rustos.cpu.riscv.translator;

import java.util.ArrayList;
import java.util.List;

/** Code while it is written: halfwords, and branches that learn later how far they go. */
final class Assembly {
    /** A place in the code, known once it is bound. */
    static final class Label {
        private int at = -1;

        int offset() {
            return at;
        }
    }

    private record Fixup(int at, Label label, boolean jump) {}

    static final int BEQ = 0;
    static final int BNE = 1;

    private final List<Integer> halves = new ArrayList<>();
    private final List<Fixup> fixups = new ArrayList<>();

    /** Bytes so far. */
    int size() {
        return 2 * halves.size();
    }

    /** One instruction of either size. */
    void add(int word) {
        halves.add(word & 0xffff);
        if ((word & 3) == 3) {
            halves.add(word >>> 16);
        }
    }

    Label here() {
        Label label = new Label();
        bind(label);
        return label;
    }

    void bind(Label label) {
        label.at = size();
    }

    /** A conditional branch; the comparison by its funct3. */
    void branch(int comparison, int rs1, int rs2, Label to) {
        fixups.add(new Fixup(size(), to, false));
        add(0x63 | comparison << 12 | rs1 << 15 | rs2 << 20);
    }

    void jal(int rd, Label to) {
        fixups.add(new Fixup(size(), to, true));
        add(0x6f | rd << 7);
    }

    /** As {@link #immediate} of ADDI. */
    void addi(int rd, int rs1, int value) {
        immediate(0x13, rd, rs1, value);
    }

    /** An instruction with a target, a source and an immediate of 12 bits. */
    void immediate(int match, int rd, int rs1, int value) {
        add(match | rd << 7 | rs1 << 15 | value << 20);
    }

    /** A store. */
    void store(int match, int rs2, int rs1, int value) {
        add(match | rs1 << 15 | rs2 << 20 | (value & 31) << 7 | (value >> 5) << 25);
    }

    /** An instruction with a target and two sources. */
    void registers(int match, int rd, int rs1, int rs2) {
        add(match | rd << 7 | rs1 << 15 | rs2 << 20);
    }

    /** The finished code. */
    byte[] bytes() {
        fixups.forEach(this::fix);
        byte[] code = new byte[size()];
        for (int i = 0; i < halves.size(); i++) {
            code[2 * i] = (byte) (int) halves.get(i);
            code[2 * i + 1] = (byte) (halves.get(i) >> 8);
        }
        return code;
    }

    private void fix(Fixup fixup) {
        int i = fixup.at / 2;
        int distance = fixup.label.at - fixup.at;
        int most = fixup.jump ? 1 << 20 : 1 << 12;
        if (fixup.label.at < 0 || distance < -most || distance >= most) {
            throw new IllegalStateException("a branch that cannot be written: " + distance);
        }
        int word = halves.get(i) | halves.get(i + 1) << 16 | field(distance, fixup.jump);
        halves.set(i, word & 0xffff);
        halves.set(i + 1, word >>> 16);
    }

    private static int field(int d, boolean jump) {
        return jump
                ? d >> 20 << 31 | (d >> 1 & 0x3ff) << 21 | (d >> 11 & 1) << 20 | d & 0xff000
                : d >> 12 << 31 | (d >> 5 & 63) << 25 | (d >> 1 & 15) << 8 | (d >> 11 & 1) << 7;
    }
}
