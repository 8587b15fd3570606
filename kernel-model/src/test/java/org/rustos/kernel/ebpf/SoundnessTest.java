package org.rustos.kernel.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.map.BpfMap;
import org.rustos.kernel.ebpf.run.ContextRegion;
import org.rustos.kernel.ebpf.run.Environment;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.run.LoadedProgram;
import org.rustos.kernel.ebpf.run.Memory;
import org.rustos.kernel.ebpf.run.Outcome;
import org.rustos.kernel.ebpf.run.Region;
import org.rustos.kernel.ebpf.verify.Verifier;

import java.util.List;
import java.util.Random;

/**
 * What the verifier accepts never faults in the interpreter, ends, and does not depend on what it
 * never wrote. The interpreter checks every access by itself.
 */
final class SoundnessTest {
    private static final int MEMORY = 32;
    private static final int RUNS = 3;
    private static final long EXPLORED = 20_000;

    private static Program program(String text, ProgramType type) throws BytecodeException {
        return new Program(
                "random", type, Decoder.decode(Assembler.assemble(text)), TestMaps.SPECS);
    }

    private static Outcome run(Program program, byte[] bytes, byte garbage) {
        List<BpfMap> maps = TestMaps.make();
        byte[] copy = bytes.clone();
        Memory memory = new Memory();
        long data = memory.add(new Region(copy, program.type() != ProgramType.LOOKUP));
        Interpreter interpreter = new Interpreter(memory, Environment.still(), garbage);
        LoadedProgram loaded = new LoadedProgram(program, maps);
        long limit = 2 * EXPLORED;
        if (program.type() == ProgramType.RAW) {
            return interpreter.run(loaded, data, copy.length, limit);
        }
        long context =
                memory.add(new ContextRegion(program.type().context(), data, data + copy.length));
        return interpreter.run(loaded, context, garbage, limit);
    }

    /** Whether it was accepted; if so, it was run. */
    private static boolean holds(Program program, Random random) {
        if (!Verifier.verify(program, MEMORY, EXPLORED).accepted()) {
            return false;
        }
        for (int i = 0; i < RUNS; i++) {
            boolean raw = program.type() == ProgramType.RAW;
            byte[] bytes = new byte[raw ? MEMORY : random.nextInt(80)];
            if (i > 0) {
                random.nextBytes(bytes);
            }
            Outcome first = run(program, bytes, (byte) 0x11);
            assertNull(first.fault(), () -> first.slot() + ": " + program.instructions());
            Outcome second = run(program, bytes, (byte) 0xee);
            assertEquals(first.r0(), second.r0(), () -> program.instructions().toString());
        }
        return true;
    }

    @Property(tries = 200)
    void acceptedRawProgramsNeverFault(@ForAll long seed) throws BytecodeException {
        holds(program(RandomProgram.of(seed, false), ProgramType.RAW), new Random(seed));
    }

    @Property(tries = 200)
    void acceptedPacketProgramsNeverFault(@ForAll long seed) throws BytecodeException {
        holds(program(RandomProgram.of(seed, true), ProgramType.XDP), new Random(seed));
    }

    @Property(tries = 200)
    void acceptedNeighboursOfRejectedProgramsNeverFault(@ForAll long seed) {
        Random random = new Random(seed);
        List<RejectedProgramsTest.Row> rows = RejectedProgramsTest.rows();
        RejectedProgramsTest.Row row = rows.get(random.nextInt(rows.size()));
        byte[] code = Assembler.assemble(row.text());
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int at = random.nextInt(code.length);
            code[at] =
                    (byte)
                            (random.nextBoolean()
                                    ? code[at] + random.nextInt(5) - 2
                                    : random.nextInt());
        }
        try {
            holds(
                    new Program(row.name(), row.type(), Decoder.decode(code), TestMaps.SPECS),
                    random);
        } catch (BytecodeException refused) {
            // no program at all
        }
    }

    @Test
    void enoughRandomProgramsAreAcceptedForThisToMeanSomething() throws BytecodeException {
        int accepted = 0;
        for (long seed = 0; seed < 100; seed++) {
            boolean packet = seed % 2 == 1;
            ProgramType type = packet ? ProgramType.XDP : ProgramType.RAW;
            accepted +=
                    holds(program(RandomProgram.of(seed, packet), type), new Random(seed)) ? 1 : 0;
        }
        int share = accepted;
        assertTrue(accepted >= 30 && accepted <= 90, () -> share + " of 100");
    }
}
