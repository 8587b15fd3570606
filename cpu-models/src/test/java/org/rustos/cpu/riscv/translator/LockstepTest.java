package org.rustos.cpu.riscv.translator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.LongStream;

/**
 * Both engines do the same, bit by bit: generated programs run on two machines, one of which
 * translates nearly everything at once, and are compared wherever a program may stop.
 *
 * <p>Give {@code -Dlockstep.first=SEED -Dlockstep.programs=1} to see one program again.
 */
class LockstepTest {
    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int A0 = 10;
    private static final int LW = 0x2003;
    private static final int CSRRW = 0x1073;
    private static final int CSRRS = 0x2073;
    private static final int ECALL = 0x73;
    private static final int MRET = 0x30200073;
    private static final int MTVEC = 0x305;
    private static final int MEPC = 0x341;

    private static final long FIRST = Long.getLong("lockstep.first", 0);

    /**
     * What was compared.
     *
     * @param difference the first that was found, or nothing
     */
    private record Figures(
            String difference, long instructions, long stops, long traps, long regions) {
        Figures plus(Figures other) {
            return new Figures(
                    difference.isEmpty() ? other.difference : difference,
                    instructions + other.instructions,
                    stops + other.stops,
                    traps + other.traps,
                    regions + other.regions);
        }
    }

    @ParameterizedTest(name = "{0}, timed {1}, {2} harts: {3} programs")
    @CsvSource({
        "USER, true, 1, 1500",
        "USER, false, 1, 400",
        "BARE, false, 1, 300",
        "USER, true, 2, 100",
        "USER, true, 4, 50",
    })
    void programsRunAlike(Program.Place place, boolean timed, int harts, int programs) {
        Machine.Shape shape = new Machine.Shape(place, timed, harts);
        int count = Integer.getInteger("lockstep.programs", programs);
        Figures all =
                LongStream.range(FIRST, FIRST + count)
                        .parallel()
                        .mapToObj(seed -> run(shape, seed))
                        .reduce(new Figures("", 0, 0, 0, 0), Figures::plus);
        System.out.println(shape + ": seeds " + FIRST + " to " + (FIRST + count - 1) + ", " + all);
        assertEquals("", all.difference);
        assertTrue(all.regions >= count, "regions: " + all.regions);
    }

    private static Figures run(Machine.Shape shape, long seed) {
        try (Lockstep lockstep = new Lockstep(shape, seed)) {
            lockstep.run();
            return new Figures(
                    "",
                    lockstep.instructions(),
                    lockstep.stops(),
                    lockstep.traps(),
                    lockstep.regions());
        } catch (AssertionError difference) {
            return new Figures(difference.getMessage(), 0, 0, 0, 0);
        }
    }

    /** A handler that was translated begins to trap at its first instruction. */
    @Test
    void aHandlerThatCannotGoOnStopsTheHart() {
        Assembly code = new Assembly();
        Assembly.Label goesOn = new Assembly.Label();
        Assembly.Label handler = code.here();
        code.immediate(LW, T0, A0, 0);
        code.jal(0, goesOn);
        code.bind(goesOn);
        code.immediate(CSRRS, T0, 0, MEPC);
        code.addi(T0, T0, 4);
        code.immediate(CSRRW, 0, T0, MEPC);
        code.add(MRET);
        int start = code.size();
        code.addi(T0, ProgramGenerator.CODE, handler.offset());
        code.immediate(CSRRW, 0, T0, MTVEC);
        code.addi(A0, ProgramGenerator.DATA, 0);
        code.addi(T1, 0, 100);
        Assembly.Label again = code.here();
        code.add(ECALL);
        code.addi(T1, T1, -1);
        code.branch(Assembly.BNE, T1, 0, again);
        code.addi(A0, 0, 0);
        code.add(ECALL);
        Program program = new Program(1, code.bytes(), start, 0, new int[0], 512);
        Machine.Shape shape = new Machine.Shape(Program.Place.BARE, false, 1);
        try (Machine interpreted = new Machine(shape, program, 0);
                Machine translated = new Machine(shape, program, 4)) {
            interpreted.hart(0).run(100_000);
            translated.hart(0).run(100_000);
            assertTrue(interpreted.hart(0).stuck());
            assertTrue(translated.hart(0).stuck());
            assertTrue(translated.regions() > 0);
            assertArrayEquals(Snapshot.of(interpreted.hart(0)), Snapshot.of(translated.hart(0)));
        }
    }
}
