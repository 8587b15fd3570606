package org.rustos.cpu.riscv.translator;

import org.rustos.core.hart.Budget;
import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.hart.Cause;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Disassembler;
import org.rustos.cpu.riscv.isa.OpTable;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Runs a program on two machines that differ in their engine only, stops both at the same moments,
 * and compares what can be seen of them at each stop.
 */
final class Lockstep implements AutoCloseable {
    private static final int MOST_STOPS = 1500;
    private static final int MOST_INSTRUCTIONS = 60_000;
    private static final int MOST_SHOWN = 12;
    private static final int TIMER = 7;

    private final Machine.Shape shape;
    private final Program program;
    private final int hot;
    private final Machine interpreted;
    private final Machine translated;
    private final SplittableRandom random;
    private final boolean[] done;
    private final long[] before;
    private int stops;
    private int traps;
    private long instructions;

    /**
     * Two machines before the program.
     *
     * @param seed of the program, of registers and of the moments at which both stop
     */
    Lockstep(Machine.Shape shape, long seed) {
        this.shape = shape;
        random = new SplittableRandom(seed ^ 0x5eed);
        program = new ProgramGenerator(seed, shape.place()).generate();
        hot = 1 + random.nextInt(8);
        interpreted = new Machine(shape, program, 0);
        translated = new Machine(shape, program, hot);
        done = new boolean[shape.harts()];
        before = new long[shape.harts()];
    }

    /** Runs to the end. */
    void run() {
        boolean user = shape.place() == Program.Place.USER;
        // Some programs stop at nearly each block, others nearly never.
        int often = 1 << random.nextInt(7);
        for (int hart = next(); hart >= 0; hart = next()) {
            stops++;
            before[hart] = interpreted.hart(hart).state().pc();
            long step = stops > MOST_STOPS || random.nextInt(often) != 0 ? 100_000 : 0;
            step = 1 + (step == 0 ? random.nextInt(20) : random.nextLong(step)) * 1000;
            if (user) {
                runUser(hart, step);
            } else {
                runBare(hart, step / 1000);
            }
            if (interpreted.hart(hart).state().retired() > MOST_INSTRUCTIONS) {
                done[hart] = true;
            }
        }
        compareMemory();
        for (int hart = 0; hart < done.length; hart++) {
            compare(
                    hart,
                    Snapshot.whole(interpreted.hart(hart)),
                    Snapshot.whole(translated.hart(hart)));
            instructions += interpreted.hart(hart).state().retired();
        }
    }

    /** The hart whose clock is lowest among those that still run, or -1. */
    private int next() {
        int first = -1;
        for (int i = 0; i < done.length; i++) {
            if (!done[i] && (first < 0 || clock(i) < clock(first))) {
                first = i;
            }
        }
        return first;
    }

    private long clock(int hart) {
        return interpreted.hart(hart).clock().ledger().clockMc();
    }

    private void runUser(int hart, long step) {
        Budget[] budgets = {new Budget(), new Budget()};
        for (Budget budget : budgets) {
            budget.horizonMc(clock(hart) + step);
        }
        boolean trapped = interpreted.hart(hart).runUser(budgets[0]);
        boolean alsoTrapped = translated.hart(hart).runUser(budgets[1]);
        if (trapped != alsoTrapped) {
            throw difference(hart, "trapped: " + trapped + " and " + alsoTrapped);
        }
        compare(hart);
        if (trapped) {
            compareTrap(hart);
            supervise(hart);
        } else if (random.nextInt(40) == 0) {
            disturb(hart);
        }
    }

    /** What a supervisor does now and then: it runs something else, or changes mappings. */
    private void disturb(int hart) {
        int what = random.nextInt(3);
        for (Machine machine : new Machine[] {interpreted, translated}) {
            switch (what) {
                case 0 -> machine.touched(hart);
                case 1 -> machine.hart(hart).forgetData();
                default -> machine.hart(hart).cameFrom(null, false);
            }
        }
    }

    private void compareTrap(int hart) {
        RiscvState one = interpreted.hart(hart).state();
        RiscvState other = translated.hart(hart).state();
        long[] a = {one.trapCause(), one.trapValue(), one.trapAddress(), one.trapWanted()};
        long[] b = {other.trapCause(), other.trapValue(), other.trapAddress(), other.trapWanted()};
        boolean capability = a[0] == Cause.CHERI;
        if (!Arrays.equals(a, 0, capability ? 4 : 2, b, 0, capability ? 4 : 2)) {
            throw difference(hart, "trap " + Arrays.toString(a) + " and " + Arrays.toString(b));
        }
    }

    /** Goes on behind what trapped; where there is no code, behind the last call. */
    private void supervise(int hart) {
        traps++;
        if (interpreted.atEnd(hart) || traps > MOST_STOPS) {
            done[hart] = true;
            return;
        }
        long pc = interpreted.hart(hart).state().pc();
        int word = interpreted.hart(hart).peek(pc);
        long next = pc + ((word & 3) == 3 ? 4 : 2);
        if (!interpreted.inCode(pc)) {
            next = interpreted.hart(hart).state().x(ProgramGenerator.RA);
            done[hart] = !interpreted.inCode(next);
        }
        for (Machine machine : new Machine[] {interpreted, translated}) {
            machine.hart(hart).state().pc(next);
            machine.hart(hart).cameFrom(null, false);
        }
    }

    private void runBare(int hart, long step) {
        boolean raised = random.nextInt(4) == 0;
        long limit = interpreted.hart(hart).state().retired() + step;
        for (Machine machine : new Machine[] {interpreted, translated}) {
            machine.hart(hart).interrupt(TIMER, raised);
            machine.hart(hart).run(limit);
        }
        compare(hart);
        if (interpreted.deviceHash() != translated.deviceHash()) {
            throw difference(hart, "what the device was told");
        }
        RiscvHart ran = interpreted.hart(hart);
        done[hart] = ran.state().waiting() || ran.stuck();
    }

    private void compare(int hart) {
        compare(hart, Snapshot.of(interpreted.hart(hart)), Snapshot.of(translated.hart(hart)));
    }

    private void compare(int hart, long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i] && shown++ < MOST_SHOWN) {
                text.append(
                        "\n    %s: interpreted %x, translated %x"
                                .formatted(Snapshot.name(i), a[i], b[i]));
            }
        }
        throw difference(hart, text.toString());
    }

    private void compareMemory() {
        long at = interpreted.ram().segment().mismatch(translated.ram().segment());
        if (at >= 0) {
            throw difference(0, "memory at 0x" + Long.toHexString(at));
        }
        TagMemory one = interpreted.ram().tagged();
        TagMemory other = translated.ram().tagged();
        for (long line = 0; line < interpreted.ram().size(); line += TagMemory.LINE) {
            if (one.lineTags(line) != other.lineTags(line)) {
                throw difference(0, "tags at 0x" + Long.toHexString(line));
            }
        }
    }

    private AssertionError difference(int hart, String what) {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s, seed %d, hot %d, hart %d, stop %d, %d traps: %s"
                        .formatted(shape, program.seed(), hot, hart, stops, traps, what));
        text.append("\n  since the stop before:");
        long pc = before[hart];
        for (int i = 0; i < 80 && interpreted.inCode(pc); i++) {
            int word = interpreted.hart(hart).peek(pc);
            text.append("\n    %x  ".formatted(pc))
                    .append(Disassembler.disassemble(OpTable.CHERI_V9, word, pc));
            pc += (word & 3) == 3 ? 4 : 2;
        }
        return new AssertionError(text.toString());
    }

    /** Instructions of all harts. */
    long instructions() {
        return instructions;
    }

    int stops() {
        return stops;
    }

    int traps() {
        return traps;
    }

    /** Regions that were translated. */
    int regions() {
        return translated.regions();
    }

    @Override
    public void close() {
        interpreted.close();
        translated.close();
    }
}
