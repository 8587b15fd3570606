package org.rustos.kernel.ebpf;

import java.util.Random;

/**
 * Writes programs that look as if they could be right: registers are mostly set before they are
 * read, pointers mostly checked before they are used. About as many are wrong.
 */
final class RandomProgram {
    private static final String[] ALU = {
        "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "%=", "^=", "s>>=", "=", "s/=", "s%="
    };
    private static final String[] COMPARE = {
        "==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"
    };
    private static final int[] WIDTHS = {8, 16, 32, 64};

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final boolean packet;
    private int labels;

    private RandomProgram(long seed, boolean packet) {
        this.random = new Random(seed);
        this.packet = packet;
    }

    /** The text of a raw program with 32 bytes of memory, or of an XDP program. */
    static String of(long seed, boolean packet) {
        return new RandomProgram(seed, packet).write();
    }

    private String write() {
        if (packet) {
            say("r7 = *(u32 *)(r1 + 0)", "r8 = *(u32 *)(r1 + 4)", "r6 = r1");
            say("r0 = 0", "r2 = r7", "r2 += " + (20 + random.nextInt(24)), "if r2 > r8 goto last");
        } else {
            say("r7 = r1", "r6 = *(u64 *)(r1 + 8)", "r8 = *(u32 *)(r1 + 16)");
        }
        say(
                "r0 = " + constant(),
                "r2 = *(u16 *)(r7 + 0)",
                "r3 = " + constant(),
                "r4 = *(s8 *)(r7 + 2)");
        say(
                "*(u64 *)(r10 - 8) = r3",
                "*(u64 *)(r10 - 16) = " + constant(),
                "*(u64 *)(r10 - 24) = 0",
                "r5 = r2");
        int count = 4 + random.nextInt(16);
        for (int i = 0; i < count; i++) {
            statement(2);
        }
        say("last:");
        if (random.nextInt(3) > 0) {
            say("r0 &= 1023");
        }
        say("exit");
        return text.toString();
    }

    private void statement(int nesting) {
        switch (random.nextInt(nesting > 0 ? 14 : 8)) {
            case 0, 1, 2 -> arithmetic();
            case 3 -> say(number() + " = " + number());
            case 4 ->
                    say(
                            "*(u%d *)(r10 - %d) = %s"
                                    .formatted(width(), 8 * (1 + random.nextInt(3)), number()));
            case 5 ->
                    say(
                            "%s = *(u%d *)(r10 - %d)"
                                    .formatted(number(), width(), 8 * (1 + random.nextInt(3))));
            case 6 -> say("%s = *(u%d *)(r7 + %d)".formatted(number(), width(), offset()));
            case 7 -> say("*(u%d *)(r7 + %d) = %s".formatted(width(), offset(), number()));
            case 8, 9 -> branch(nesting);
            case 10, 11 -> indexed();
            case 12 -> lookup();
            default -> loop(nesting);
        }
    }

    private void arithmetic() {
        boolean narrow = random.nextInt(3) == 0;
        String to = number();
        String from = random.nextBoolean() ? number() : Integer.toString(constant());
        String op = ALU[random.nextInt(ALU.length)];
        if (op.contains("<<") || op.contains(">>")) {
            from = Integer.toString(random.nextInt(narrow ? 32 : 64));
        }
        if (narrow) {
            to = to.replace('r', 'w');
            from = from.replace('r', 'w');
        }
        say(to + " " + op + " " + from);
    }

    private void branch(int nesting) {
        String label = "L" + labels++;
        boolean narrow = random.nextInt(3) == 0;
        String left = number();
        String right = random.nextBoolean() ? number() : Integer.toString(constant());
        String compare =
                "if %s %s %s goto %s"
                        .formatted(left, COMPARE[random.nextInt(COMPARE.length)], right, label);
        say(
                narrow
                        ? compare.replace("if r", "if w").replaceFirst(" r(\\d+) goto", " w$1 goto")
                        : compare);
        statement(nesting - 1);
        statement(nesting - 1);
        say(label + ":");
    }

    /** Memory at an index that is bounded in one of the ways that programmers bound it. */
    private void indexed() {
        String index = number();
        String label = "L" + labels++;
        int bound = 1 + random.nextInt(random.nextInt(3) == 0 ? 40 : 16);
        switch (random.nextInt(4)) {
            case 0 -> say(index + " &= " + ((1 << random.nextInt(5)) - 1));
            case 1 -> say("if %s > %d goto %s".formatted(index, bound, label));
            case 2 ->
                    say(
                            "if %s s> %d goto %s".formatted(index, bound, label),
                            "if %s s< 0 goto %s".formatted(index, label));
            default -> say("if %s > %d goto %s".formatted(index.replace('r', 'w'), bound, label));
        }
        say("r9 = r7");
        if (random.nextInt(4) == 0) {
            say("r9 -= " + random.nextInt(3));
        }
        say("r9 += " + index);
        if (packet && random.nextInt(5) > 0) {
            say("r9 += 8", "if r9 > r8 goto " + label, "r9 += -8");
        }
        say("%s = *(u%d *)(r9 + %d)".formatted(index, width(), random.nextInt(4)), label + ":");
    }

    private void lookup() {
        String label = "L" + labels++;
        say(
                "*(u32 *)(r10 - 24) = " + random.nextInt(6),
                "r1 = map " + random.nextInt(2),
                "r2 = r10",
                "r2 += -24");
        say("call bpf_map_lookup_elem");
        if (random.nextInt(10) > 0) {
            say("if r0 == 0 goto " + label);
        }
        say(
                "r3 = *(u%d *)(r0 + %d)".formatted(width(), random.nextInt(6) == 0 ? 5 : 0),
                "*(u8 *)(r0 + 1) = r3");
        say(label + ":", "r0 = 3", "r2 = 4", "r3 = 5", "r4 = " + constant(), "r5 = 1");
    }

    private void loop(int nesting) {
        String label = "L" + labels++;
        say("r5 = " + random.nextInt(4), label + ":");
        statement(nesting - 1);
        say("r5 += 1", "if r5 < " + random.nextInt(12) + " goto " + label);
    }

    private int offset() {
        return random.nextInt(random.nextInt(12) == 0 ? 40 : 13);
    }

    private int width() {
        return WIDTHS[random.nextInt(4)];
    }

    private String number() {
        return "r" + new int[] {0, 2, 3, 4, 5}[random.nextInt(5)];
    }

    private int constant() {
        return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(40) - 8;
    }

    private void say(String... statements) {
        for (String each : statements) {
            text.append(each).append('\n');
        }
    }
}
