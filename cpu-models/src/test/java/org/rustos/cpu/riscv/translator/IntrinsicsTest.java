package org.rustos.cpu.riscv.translator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.rustos.core.hart.Budget;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link OpEmitter} writes as bytecode, and which operands it hands to {@code op}: each
 * operation is translated alone and held against the interpreter on every pair of interesting
 * operands.
 */
class IntrinsicsTest {
    private static final int[] IMMEDIATES = {0, 1, -1, 31, 32, 63, 2047, -2048};
    private static final int[] ROUNDINGS = {0, 1, 2, 3, 4, 7};
    private static final int TARGET = 10;
    private static final int FIRST = 11;
    private static final int SECOND = 12;
    private static final int THIRD = 13;
    private static final int ROUNDING_SHIFT = 12;
    private static final int SOURCE_SHIFT = 20;
    private static final int EIGHT_FURTHER = 0x400;
    private static final long[] VALUES = Values.edges();

    @TestFactory
    Stream<DynamicTest> computations() {
        return Encodings.computing(kind -> !kind.startsWith("cap")).stream()
                .filter(line -> !line.compressed())
                .map(
                        line ->
                                DynamicTest.dynamicTest(
                                        line.name(), () -> words(line).forEach(this::compare)));
    }

    @TestFactory
    Stream<DynamicTest> branches() {
        return Stream.of("beq", "bne", "blt", "bge", "bltu", "bgeu")
                .map(
                        name -> {
                            int word = Encodings.match(name) | EIGHT_FURTHER;
                            return DynamicTest.dynamicTest(
                                    name, () -> compare(word | FIRST << 15 | SECOND << 20));
                        });
    }

    /** An operation with all its immediates or rounding modes. */
    private static List<Integer> words(Encodings.Line line) {
        int registers = line.match() | ~line.mask() & (TARGET << 7 | FIRST << 15);
        int second = ~line.mask() & (SECOND << SOURCE_SHIFT);
        if (line.kind().equals("fp-fused")) {
            second |= THIRD << 27;
        }
        List<Integer> words = new ArrayList<>();
        if (OpMethods.takesImmediate(Decoder.opCode(decode(registers)))) {
            for (int immediate : IMMEDIATES) {
                words.add(registers | ~line.mask() & immediate << SOURCE_SHIFT);
            }
        } else if (line.kind().startsWith("fp") && (line.mask() >> ROUNDING_SHIFT & 7) == 0) {
            for (int mode : ROUNDINGS) {
                words.add(registers | second | mode << ROUNDING_SHIFT);
            }
        } else {
            words.add(registers | second);
        }
        return words;
    }

    private static long decode(int word) {
        return Decoder.decode(OpTable.CHERI_V9, word);
    }

    private void compare(int word) {
        assertNotEquals(OpCode.ILLEGAL, Decoder.opCode(decode(word)));
        Assembly code = new Assembly();
        Assembly.Label start = code.here();
        code.add(word);
        code.jal(0, start);
        code.jal(0, start);
        Program program = new Program(0, code.bytes(), 0, 0, new int[0], 512);
        Machine.Shape shape = new Machine.Shape(Program.Place.USER, false, 1);
        try (Machine interpreted = new Machine(shape, program, 0);
                Machine translated = new Machine(shape, program, 1)) {
            boolean unary = Decoder.rs2(decode(word)) == 0;
            for (long a : VALUES) {
                for (long b : unary ? new long[] {0} : VALUES) {
                    run(interpreted, a, b);
                    run(translated, a, b);
                    if (!Arrays.equals(
                            Snapshot.of(interpreted.hart(0)), Snapshot.of(translated.hart(0)))) {
                        assertArrayEquals(
                                Snapshot.of(interpreted.hart(0)),
                                Snapshot.of(translated.hart(0)),
                                "%x on %x and %x".formatted(word, a, b));
                    }
                }
            }
            assertEquals(1, translated.regions());
        }
    }

    /** Executes the one block of a program. */
    private static void run(Machine machine, long a, long b) {
        RiscvState state = machine.hart(0).state();
        long[] values = new long[32];
        values[FIRST] = a;
        values[SECOND] = b;
        values[THIRD] = a ^ b;
        values[TARGET] = 1;
        state.load(values, values);
        machine.hart(0).fcsr(Math.floorMod(a + b, 5) << 5);
        machine.start(0);
        Budget budget = new Budget();
        budget.horizonMc(machine.hart(0).clock().ledger().clockMc() + 1);
        machine.hart(0).runUser(budget);
    }
}
