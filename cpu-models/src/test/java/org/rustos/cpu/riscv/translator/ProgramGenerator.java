package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.translator.Encodings.Line;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes programs that end and do everything that two engines could disagree about: loops, calls
 * and tables of targets, accesses of all sizes at any alignment, atomics, floating point in all
 * modes, capabilities between integers, traps, and code that rewrites itself.
 */
final class ProgramGenerator {
    static final int RA = 1;
    static final int SP = 2;

    /** Keeps the DDC while it has bounds; a handler's in machine mode. */
    static final int KEPT_DDC = 3;

    /** Keeps the PCC while it has bounds; a handler's in machine mode. */
    static final int KEPT_PCC = 4;

    static final int LINK = 5;
    private static final int OUTER = 8;
    private static final int INNER = 9;
    private static final int IN_FUNCTION = 18;
    private static final int TRIES = 19;
    static final int DATA = 20;
    static final int PAGE_END = 21;
    static final int NOWHERE = 22;
    static final int BYTE_MASK = 23;
    static final int TABLE = 24;
    static final int WORD_MASK = 25;
    static final int CODE = 26;
    static final int CODE_BYTES = 27;

    /** Registers that nothing depends on. */
    private static final int[] FREE = {6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31};

    private static final int FREE_MASK = mask(FREE);

    /** An immediate reaches so many targets. */
    private static final int MOST_ENTRIES = 240;

    private static final int ADD = 0x33;
    private static final int AND = 0x7033;
    private static final int ANDI = 0x7013;
    private static final int SLLI = 0x1013;
    private static final int SLTIU = 0x3013;
    private static final int SLLI_UW = 0x0800101b;
    private static final int LD = 0x3003;
    private static final int SD = 0x3023;
    private static final int JALR = 0x67;
    private static final int CSRRW = 0x1073;
    private static final int CSRRS = 0x2073;
    private static final int CSRRWI = 0x5073;
    private static final int FENCE_I = 0x100f;
    private static final int EBREAK = 0x00100073;
    private static final int ECALL = 0x00000073;
    private static final int WFI = 0x10500073;
    private static final int MRET = 0x30200073;
    private static final int MSTATUS = 0x300;
    private static final int MIE = 0x304;
    private static final int MTVEC = 0x305;
    private static final int MEPC = 0x341;
    private static final int MCAUSE = 0x342;
    private static final int[] COUNTERS = {0xc00, 0xc01, 0xc02, 1, 2, 3};

    private static final List<Line> INTEGER =
            Encodings.computing(kind -> !kind.startsWith("fp") && !kind.startsWith("cap"));
    private static final List<Line> FLOAT = Encodings.computing(kind -> kind.startsWith("fp"));
    private static final List<Line> CAPABILITY =
            Encodings.computing(kind -> kind.startsWith("cap"));
    private static final List<Line> ATOMIC = Encodings.named("amo");
    private static final List<Line> THROUGH_CAPABILITY =
            Encodings.named("lb.cap", "ld.cap", "lc.cap", "sd.cap", "sc.cap", "sb.cap", "lw.cap");
    private static final int[] LOADS = {
        0x0003, 0x1003, 0x2003, 0x3003, 0x4003, 0x5003, 0x6003, 0x2007, 0x3007
    };
    private static final int[] STORES = {0x0023, 0x1023, 0x2023, 0x3023, 0x2027, 0x3027};

    private final long seed;
    private final SplittableRandom random;
    private final Program.Place place;
    private final Assembly code = new Assembly();
    private final List<Assembly.Label> table = new ArrayList<>();
    private final List<Assembly.Label> functions = new ArrayList<>();
    private final int span;

    ProgramGenerator(long seed, Program.Place place) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.place = place;
        this.span = 1 << 9 + random.nextInt(10);
    }

    private static int mask(int[] registers) {
        int mask = 0;
        for (int register : registers) {
            mask |= 1 << register;
        }
        return mask;
    }

    Program generate() {
        // Blocks also end where pages do, so code begins anywhere in its first page.
        int gap = random.nextInt(0x700) * 2;
        while (code.size() < gap) {
            code.add(1);
        }
        Assembly.Label handler = code.here();
        if (place == Program.Place.BARE) {
            handler();
        }
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            function();
        }
        int start = code.size();
        prologue(handler);
        code.addi(OUTER, 0, 4 + random.nextInt(36));
        Assembly.Label top = code.here();
        pieces(3 + random.nextInt(9), 0);
        Assembly.Label end = new Assembly.Label();
        code.addi(OUTER, OUTER, -1);
        code.branch(Assembly.BEQ, OUTER, 0, end);
        code.jal(0, top);
        code.bind(end);
        int ended = code.size();
        code.add(place == Program.Place.USER ? ECALL : WFI);
        code.jal(0, end);
        byte[] bytes = code.bytes();
        int[] targets = table.stream().mapToInt(Assembly.Label::offset).toArray();
        return new Program(seed, bytes, start, ended, targets, span);
    }

    private void prologue(Assembly.Label handler) {
        if (place == Program.Place.BARE) {
            int at = handler.offset();
            code.add(0x37 | KEPT_DDC << 7 | (at + 0x800 & 0xfffff000));
            code.addi(KEPT_DDC, KEPT_DDC, at << 20 >> 20);
            code.registers(ADD, KEPT_DDC, KEPT_DDC, CODE);
            csr(CSRRW, 0, MTVEC, KEPT_DDC);
            code.addi(KEPT_DDC, 0, 128);
            csr(CSRRS, 0, MIE, KEPT_DDC);
            // MIE, and FS from off to initial.
            code.add(0x37 | KEPT_DDC << 7 | 2 << 12);
            code.addi(KEPT_DDC, KEPT_DDC, 8);
            csr(CSRRS, 0, MSTATUS, KEPT_DDC);
        }
    }

    /** Goes on behind what trapped; where nothing can be fetched, behind the last call. */
    private void handler() {
        Assembly.Label interrupt = new Assembly.Label();
        Assembly.Label fetch = new Assembly.Label();
        Assembly.Label done = new Assembly.Label();
        csr(CSRRS, KEPT_DDC, MEPC, 0);
        csr(CSRRS, KEPT_PCC, MCAUSE, 0);
        code.branch(4, KEPT_PCC, 0, interrupt);
        code.addi(KEPT_PCC, KEPT_PCC, -1);
        code.branch(Assembly.BEQ, KEPT_PCC, 0, fetch);
        code.immediate(0x5003, KEPT_PCC, KEPT_DDC, 0);
        code.immediate(ANDI, KEPT_PCC, KEPT_PCC, 3);
        code.addi(KEPT_PCC, KEPT_PCC, -3);
        code.addi(KEPT_DDC, KEPT_DDC, 2);
        code.branch(Assembly.BNE, KEPT_PCC, 0, done);
        code.addi(KEPT_DDC, KEPT_DDC, 2);
        code.bind(done);
        csr(CSRRW, 0, MEPC, KEPT_DDC);
        code.add(MRET);
        code.bind(fetch);
        csr(CSRRW, 0, MEPC, RA);
        code.add(MRET);
        code.bind(interrupt);
        csr(CSRRW, 0, MIE, 0);
        code.add(MRET);
    }

    private void function() {
        Assembly.Label label = code.here();
        boolean nested = !functions.isEmpty() && random.nextInt(3) == 0;
        if (nested) {
            code.addi(SP, SP, -16);
            code.store(SD, RA, SP, 8);
        }
        piece(2);
        if (nested) {
            code.jal(RA, functions.get(random.nextInt(functions.size())));
            code.immediate(LD, RA, SP, 8);
            code.addi(SP, SP, 16);
        } else if (random.nextBoolean()) {
            loop(IN_FUNCTION, 2);
        }
        if (random.nextBoolean()) {
            code.add(0x8082);
        } else {
            code.immediate(JALR, 0, RA, 0);
        }
        functions.add(label);
    }

    private void pieces(int count, int depth) {
        for (int i = 0; i < count; i++) {
            piece(depth);
        }
    }

    /**
     * Anything.
     *
     * @param depth 0 in the main loop, 1 in an inner one, 2 in a function or an arm
     */
    private void piece(int depth) {
        switch (random.nextInt(24)) {
            case 0, 1 -> computations(INTEGER, 1 + random.nextInt(20));
            case 2, 3 -> computations(FLOAT, 1 + random.nextInt(10));
            case 4, 5, 6 -> accesses();
            case 7 -> atomic();
            case 8 -> reservation();
            case 9 -> roundingMode();
            case 10 -> counters();
            case 11, 12 -> skip();
            case 13, 14 -> inner(depth);
            case 15, 16 -> call(depth);
            case 17 -> choose(depth);
            case 18 -> fault(depth);
            case 19 -> wild();
            case 20 -> capabilities();
            case 21 -> bounded();
            case 22 -> rewrite();
            default -> computations(INTEGER, 40 + random.nextInt(60));
        }
    }

    private int free() {
        return FREE[random.nextInt(FREE.length)];
    }

    private void computations(List<Line> lines, int count) {
        for (int i = 0; i < count; i++) {
            code.add(Encodings.any(lines.get(random.nextInt(lines.size())), FREE_MASK, random));
        }
    }

    private void accesses() {
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int base = random.nextBoolean() ? DATA : PAGE_END;
            int offset = random.nextInt(4096) - 2048;
            switch (random.nextInt(4)) {
                case 0 -> access(base, offset);
                case 1 -> access(base, offset & -8);
                default -> {
                    base = address(random.nextInt(3) == 0 ? BYTE_MASK : WORD_MASK);
                    access(base, random.nextInt(4) == 0 ? offset & 63 : 0);
                }
            }
            if (random.nextInt(3) == 0) {
                computations(INTEGER, 1);
            }
        }
    }

    /** Leaves a random place in the data in a register. */
    private int address(int mask) {
        int register = free();
        code.registers(AND, register, free(), mask);
        code.registers(ADD, register, register, DATA);
        return register;
    }

    private void access(int base, int offset) {
        if (random.nextInt(5) < 3) {
            int match = LOADS[random.nextInt(LOADS.length)];
            boolean floating = (match & 4) != 0;
            int target = floating ? random.nextInt(32) : random.nextInt(16) == 0 ? 0 : free();
            code.immediate(match, target, base, offset);
        } else {
            int match = STORES[random.nextInt(STORES.length)];
            code.store(match, (match & 4) != 0 ? random.nextInt(32) : free(), base, offset);
        }
    }

    private void atomic() {
        int at = address(random.nextInt(20) == 0 ? BYTE_MASK : WORD_MASK);
        Line line = ATOMIC.get(random.nextInt(ATOMIC.size()));
        int order = random.nextInt(4) << 25;
        code.registers(line.match() | order, random.nextInt(8) == 0 ? 0 : free(), at, free());
    }

    private void reservation() {
        int size = 2 + random.nextInt(2) << 12;
        int at = address(WORD_MASK);
        int read = free();
        code.addi(TRIES, 0, 3);
        Assembly.Label again = code.here();
        Assembly.Label out = new Assembly.Label();
        code.branch(Assembly.BEQ, TRIES, 0, out);
        code.addi(TRIES, TRIES, -1);
        code.registers(0x1000002f | size, read, at, 0);
        if (random.nextInt(3) == 0) {
            access(DATA, random.nextInt(64) * 8);
        }
        code.registers(0x1800002f | size, LINK, at, read);
        code.branch(Assembly.BNE, LINK, 0, again);
        code.bind(out);
    }

    private void roundingMode() {
        int mode = random.nextInt(12);
        csr(CSRRWI, free(), 2, mode < 8 ? mode : mode & 3);
        computations(FLOAT, random.nextInt(4));
        if (random.nextInt(4) != 0) {
            csr(CSRRWI, 0, 2, random.nextInt(5));
        }
    }

    private void counters() {
        computations(INTEGER, random.nextInt(4));
        csr(CSRRS, free(), COUNTERS[random.nextInt(COUNTERS.length)], 0);
        if (random.nextBoolean()) {
            csr(CSRRWI, free(), 1, random.nextInt(32));
        }
    }

    private void csr(int match, int rd, int number, int source) {
        code.add(match | rd << 7 | source << 15 | number << 20);
    }

    private void skip() {
        Assembly.Label behind = new Assembly.Label();
        int comparison = random.nextInt(6);
        code.branch(comparison < 2 ? comparison : comparison + 2, free(), free(), behind);
        if (random.nextInt(8) != 0) {
            computations(INTEGER, 1 + random.nextInt(4));
            accesses();
        }
        code.bind(behind);
    }

    private void inner(int depth) {
        if (depth == 0) {
            loop(INNER, 1);
        } else {
            computations(FLOAT, 3);
        }
    }

    private void loop(int counter, int depth) {
        code.addi(counter, 0, 1 + random.nextInt(12));
        Assembly.Label top = code.here();
        if (depth == 1) {
            pieces(1 + random.nextInt(2), 1);
        } else {
            accesses();
            computations(INTEGER, 3);
        }
        code.addi(counter, counter, -1);
        Assembly.Label out = new Assembly.Label();
        if (code.size() - top.offset() < 4000 && random.nextBoolean()) {
            code.branch(Assembly.BNE, counter, 0, top);
        } else {
            code.branch(Assembly.BEQ, counter, 0, out);
            code.jal(0, top);
        }
        code.bind(out);
    }

    private void call(int depth) {
        if (depth == 2 || functions.isEmpty()) {
            alternateCall();
            return;
        }
        Assembly.Label function = functions.get(random.nextInt(functions.size()));
        if (table.size() >= MOST_ENTRIES || random.nextBoolean()) {
            code.jal(RA, function);
        } else {
            int target = free();
            code.immediate(LD, target, TABLE, entry(function));
            if (random.nextBoolean()) {
                code.immediate(JALR, RA, target, random.nextInt(2));
            } else {
                code.add(0x9002 | target << 7);
            }
        }
    }

    /** A call by the other link register to what lies right behind, where it also returns to. */
    private void alternateCall() {
        Assembly.Label function = new Assembly.Label();
        Assembly.Label behind = new Assembly.Label();
        code.jal(LINK, function);
        code.jal(0, behind);
        code.bind(function);
        computations(INTEGER, 2);
        code.immediate(JALR, 0, LINK, 0);
        code.bind(behind);
    }

    private int entry(Assembly.Label target) {
        table.add(target);
        return 8 * (table.size() - 1);
    }

    /** A jump through a table. */
    private void choose(int depth) {
        int arms = 1 << random.nextInt(3);
        Assembly.Label behind = new Assembly.Label();
        List<Assembly.Label> labels = new ArrayList<>();
        int first = table.size();
        if (first + arms > MOST_ENTRIES) {
            return;
        }
        for (int i = 0; i < arms; i++) {
            labels.add(new Assembly.Label());
            entry(labels.get(i));
        }
        int target = free();
        code.immediate(ANDI, target, free(), arms - 1);
        code.immediate(SLLI, target, target, 3);
        code.registers(ADD, target, target, TABLE);
        code.immediate(LD, target, target, 8 * first);
        code.immediate(JALR, 0, target, 0);
        for (Assembly.Label label : labels) {
            code.bind(label);
            if (depth < 2) {
                piece(2);
            }
            code.jal(0, behind);
        }
        code.bind(behind);
    }

    /** What traps, always or in one of some rounds. */
    private void fault(int depth) {
        Assembly.Label behind = new Assembly.Label();
        if (random.nextBoolean()) {
            int often = free();
            code.immediate(ANDI, often, OUTER, 3);
            code.branch(Assembly.BNE, often, 0, behind);
        }
        computations(INTEGER, random.nextInt(3));
        // A jump to nowhere leaves its link, which functions still need.
        switch (random.nextInt(depth == 2 ? 6 : 7)) {
            case 0 -> access(NOWHERE, 8 * random.nextInt(8));
            case 1 -> code.store(SD, free(), TABLE, 2040);
            case 2 -> code.add(EBREAK);
            case 3 -> code.add(ECALL);
            case 4 -> code.add(random.nextBoolean() ? 0 : 0x0000200b);
            case 5 -> {
                // Reserved rounding mode.
                code.add(0x02005053 | random.nextInt(32) << 7);
            }
            default -> code.immediate(JALR, RA, NOWHERE, 0);
        }
        computations(INTEGER, random.nextInt(3));
        code.bind(behind);
    }

    /** Accesses anywhere, and to the device. */
    private void wild() {
        int at = free();
        if (place == Program.Place.BARE && random.nextInt(3) != 0) {
            code.immediate(random.nextBoolean() ? 0x2003 : LD, at, NOWHERE, 8);
            access(DATA, random.nextInt(2048));
            code.store(SD, free(), NOWHERE, 16);
            return;
        }
        code.immediate(SLLI_UW, at, free(), random.nextInt(8));
        code.immediate(LD, free(), at, 0);
        access(DATA, random.nextInt(2048));
    }

    /** Capabilities among integers, in registers and in memory. */
    private void capabilities() {
        int all = 28 + random.nextInt(4);
        int one = 6 + random.nextInt(2);
        int at = address(WORD_MASK);
        code.immediate(ANDI, at, at, -16);
        code.add(Encodings.match("cspecialrw") | all << 7 | 1 << 20);
        code.registers(Encodings.match("csetaddr"), one, all, at);
        code.immediate(Encodings.match("csetboundsimm"), one, one, 16 << random.nextInt(3));
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 -> computations(INTEGER, 1);
                case 1 -> computations(CAPABILITY, 1);
                default -> {
                    int match =
                            THROUGH_CAPABILITY
                                    .get(random.nextInt(THROUGH_CAPABILITY.size()))
                                    .match();
                    if (match >>> 20 >= 0xfa8) {
                        code.registers(match, free(), one, 0);
                    } else {
                        code.registers(match, 0, one, random.nextBoolean() ? all : free());
                    }
                }
            }
        }
        if (random.nextBoolean()) {
            // A store of an integer over the capability.
            code.store(STORES[random.nextInt(4)], free(), at, 8 * random.nextInt(2));
        }
    }

    /** Integer code under a DDC or a PCC with bounds. */
    private void bounded() {
        if (place == Program.Place.BARE) {
            capabilities();
            return;
        }
        int special = Encodings.match("cspecialrw");
        int one = 28;
        if (random.nextBoolean()) {
            code.add(special | KEPT_DDC << 7 | 1 << 20);
            code.registers(Encodings.match("csetaddr"), one, KEPT_DDC, DATA);
            code.registers(Encodings.match("csetbounds"), one, one, CODE_BYTES);
            code.add(special | one << 15 | 1 << 20);
            accesses();
            atomic();
            code.add(special | KEPT_DDC << 15 | 1 << 20);
            return;
        }
        code.add(special | KEPT_PCC << 7);
        code.registers(Encodings.match("csetaddr"), one, KEPT_PCC, CODE);
        code.registers(Encodings.match("csetbounds"), one, one, CODE_BYTES);
        jumpTo(one);
        loop(IN_FUNCTION, 2);
        jumpTo(KEPT_PCC);
    }

    /** Goes on with the next instruction under another PCC. */
    private void jumpTo(int authority) {
        int target = 29;
        // From auipc it is 16 bytes to what lies behind the jump.
        code.add(0x17 | target << 7);
        code.addi(target, target, 16);
        code.registers(Encodings.match("csetaddr"), target, authority, target);
        code.add(Encodings.match("jalr.cap") | target << 15);
    }

    /** Changes an immediate of an instruction that ran before, then fences. */
    private void rewrite() {
        if (code.size() > 0x1f00) {
            accesses();
            return;
        }
        Assembly.Label behind = new Assembly.Label();
        int at = 10;
        int word = 11;
        int bit = 12;
        code.jal(0, behind);
        int rewritten = code.size();
        code.addi(13, 13, random.nextInt(2048));
        code.immediate(JALR, 0, LINK, 0);
        code.bind(behind);
        if (random.nextBoolean()) {
            callAt(rewritten);
        }
        Assembly.Label rarely = new Assembly.Label();
        code.immediate(ANDI, at, OUTER, 1);
        code.branch(Assembly.BNE, at, 0, rarely);
        if (random.nextBoolean()) {
            Assembly.Label often = new Assembly.Label();
            code.immediate(ANDI, at, OUTER, 3);
            code.branch(Assembly.BNE, at, 0, often);
            code.add(FENCE_I);
            code.bind(often);
        }
        code.add(0x37 | at << 7 | (rewritten + 0x800 & 0xfffff000));
        code.addi(at, at, rewritten << 20 >> 20);
        code.registers(ADD, at, at, CODE);
        code.immediate(0x2003, word, at, 0);
        // Most rounds write what is there already.
        code.immediate(ANDI, bit, OUTER, 7);
        code.immediate(SLTIU, bit, bit, 1);
        code.immediate(SLLI, bit, bit, 20 + random.nextInt(10));
        code.registers(0x4033, word, word, bit);
        code.store(0x2023, word, at, 0);
        // Without a fence it is up to the hart when it sees what was written.
        if (random.nextInt(3) != 0) {
            code.add(FENCE_I);
        }
        callAt(rewritten);
        code.bind(rarely);
    }

    private void callAt(int target) {
        int distance = target - code.size();
        code.add(
                0x6f
                        | LINK << 7
                        | distance >> 20 << 31
                        | (distance >> 1 & 0x3ff) << 21
                        | (distance >> 11 & 1) << 20
                        | distance & 0xff000);
    }
}
