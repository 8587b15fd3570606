package org.rustos.cpu.riscv.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import org.junit.jupiter.api.Test;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.op.CapReadOps;

import java.util.Random;

/**
 * The promise of CHERI: no sequence of instructions makes a right that nobody gave. Random
 * instructions run with four sources of rights (PCC, DDC, a range of types that they may neither
 * give nor take, and a sealed capability of one of them), and whatever is tagged afterwards must
 * come from one of them.
 */
class CapabilityLawsTest {
    private static final long RAM = 1 << 17;
    private static final long CODE = RiscvMemory.RAM_BASE;
    private static final int CODE_BYTES = 1 << 15;
    private static final long DATA = RiscvMemory.RAM_BASE + CODE_BYTES;
    private static final long DATA_BYTES = 1 << 12;
    private static final int STEPS = 3000;
    private static final int SEALED_TYPE = 1234;

    /** Everything but system registers, seals and CInvoke. */
    private static final int PCC_RIGHTS = 0x78000 | 0x7f & ~CheriCap.STORE;

    private static final int DDC_RIGHTS = 0x78000 | 0x7d;

    private static final Bus NOTHING =
            new Bus() {
                @Override
                public boolean answers(long address, int size, boolean write) {
                    return false;
                }

                @Override
                public long read(long address, int size) {
                    throw new AssertionError("nothing answers");
                }

                @Override
                public void write(long address, int size, long value) {
                    throw new AssertionError("nothing answers");
                }
            };

    /** A capability as a value. */
    private record Cap(long meta, long addr) {
        static Cap over(long base, long bytes, long rights) {
            long meta = CheriCap.andPermissions(CheriCap.ROOT, rights);
            return new Cap(CapBounds.setBounds(meta, base, bytes), base);
        }

        boolean allows(long otherMeta, long otherAddr) {
            return CapReadOps.subset(meta, addr, otherMeta, otherAddr);
        }
    }

    private final Cap pcc = Cap.over(CODE, CODE_BYTES, PCC_RIGHTS);
    private final Cap ddc = Cap.over(DATA, DATA_BYTES, DDC_RIGHTS);
    private final Cap types = Cap.over(0, 1 << 12, CheriCap.GLOBAL);
    private final Cap sealed =
            new Cap(CheriCap.withOtype(CheriCap.ROOT, SEALED_TYPE), DATA + DATA_BYTES);

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void noSequenceOfInstructionsMakesARight(@ForAll long seed, @ForAll boolean capabilityMode) {
        try (PhysicalMemory ram = new PhysicalMemory(RAM)) {
            RiscvHart hart = hart(ram);
            Random random = new Random(seed);
            RiscvState state = hart.state();
            long mode = CheriCap.withFlags(pcc.meta, capabilityMode ? 1 : 0);
            for (int i = 0; i < STEPS; i++) {
                if (i % 8 == 0) {
                    giveSources(state);
                }
                long at = CODE + 4L * i;
                ram.putInt(at - RiscvMemory.RAM_BASE, instruction(random));
                state.privilege = RiscvState.MACHINE;
                state.pc = at;
                state.special.install(mode, pcc.addr, true);
                boolean done = hart.step();
                if (done) {
                    check(state, i);
                }
            }
            checkMemory(ram);
        }
    }

    /** A law about nothing would hold as well: the streams do make, store and load capabilities. */
    @Test
    void theSequencesDoSomething() {
        int tagged = 0;
        int stored = 0;
        try (PhysicalMemory ram = new PhysicalMemory(RAM)) {
            RiscvHart hart = hart(ram);
            Random random = new Random(1);
            RiscvState state = hart.state();
            for (int i = 0; i < STEPS; i++) {
                giveSources(state);
                long at = CODE + 4L * i;
                ram.putInt(at - RiscvMemory.RAM_BASE, instruction(random));
                state.privilege = RiscvState.MACHINE;
                state.pc = at;
                state.special.install(pcc.meta, pcc.addr, true);
                hart.step();
                tagged += Integer.bitCount(state.tags & ~30);
                stored += ram.tagged().lineTags(DATA - RiscvMemory.RAM_BASE) != 0 ? 1 : 0;
            }
        }
        assertTrue(tagged > STEPS / 4, "registers with a tag: " + tagged);
        assertTrue(stored > STEPS / 20, "steps with a tag in memory: " + stored);
    }

    /** What a hart stores to without a question changes when somebody copies a capability there. */
    @Test
    void noTagSurvivesAStoreWhoeverPutItThere() {
        int store = 0x00533023; // sd t0, 0(t1)
        try (PhysicalMemory ram = new PhysicalMemory(RAM)) {
            RiscvHart hart = hart(ram);
            hart.state().pc(CODE);
            hart.state().x(6, DATA);
            for (int i = 0; i < 3; i++) {
                ram.putInt(4L * i, store);
            }
            assertTrue(hart.step());
            assertTrue(hart.step());
            ram.tagged().set(DATA - RiscvMemory.RAM_BASE + DATA_BYTES);
            ram.copy(DATA - RiscvMemory.RAM_BASE + DATA_BYTES, DATA - RiscvMemory.RAM_BASE, 64);
            assertTrue(ram.tagged().tag(DATA - RiscvMemory.RAM_BASE));
            assertTrue(hart.step());
            assertFalse(ram.tagged().tag(DATA - RiscvMemory.RAM_BASE));
        }
    }

    private static RiscvHart hart(PhysicalMemory ram) {
        return new RiscvHart(
                new RiscvHart.Parts(
                        ram,
                        PhysicalLayout.bare(RiscvMemory.RAM_BASE),
                        NOTHING,
                        new Reservations(),
                        HartClock.untimed(),
                        () -> 0,
                        0));
    }

    private void giveSources(RiscvState state) {
        state.capability(1, ddc.meta, ddc.addr, true);
        state.capability(2, pcc.meta, pcc.addr, true);
        state.capability(3, sealed.meta, sealed.addr, true);
        state.capability(4, types.meta, types.addr, true);
        state.special.write(SpecialCapabilities.DDC, ddc.meta, ddc.addr, true);
    }

    private void check(RiscvState state, int step) {
        for (int r = 0; r < 32; r++) {
            boolean more = state.tag(r) || state.meta(r) != 0;
            assertEquals(more, (state.capabilities >>> r & 1) != 0, "mask of c" + r);
            if (state.tag(r)) {
                assertComesFromSomewhere(state.meta(r), state.x(r), "c" + r + " in step " + step);
            }
        }
        assertFalse(state.tag(0));
        SpecialCapabilities special = state.special;
        for (int number : new int[] {SpecialCapabilities.PCC, SpecialCapabilities.DDC}) {
            if (special.tag(number)) {
                assertComesFromSomewhere(
                        special.meta(number), special.address(number), "special " + number);
            }
        }
    }

    private void checkMemory(PhysicalMemory ram) {
        for (long pa = 0; pa < RAM; pa += TagMemory.GRANULE) {
            if (ram.tagged().tag(pa)) {
                assertComesFromSomewhere(ram.getLong(pa + 8), ram.getLong(pa), "memory " + pa);
            }
        }
    }

    private void assertComesFromSomewhere(long meta, long addr, String where) {
        boolean theSealedOne = meta == sealed.meta && addr == sealed.addr;
        boolean plain = CheriCap.otype(meta) >= CheriCap.OTYPE_SENTRY;
        assertTrue(
                theSealedOne || plain && comesFromUnsealed(meta, addr),
                where + ": " + Long.toHexString(meta) + " " + Long.toHexString(addr));
    }

    private boolean comesFromUnsealed(long meta, long addr) {
        return pcc.allows(meta, addr) || ddc.allows(meta, addr) || types.allows(meta, addr);
    }

    /** Mostly CHERI, on few registers, so that results meet each other. */
    private static int instruction(Random random) {
        int rd = register(random);
        int rs1 = register(random);
        int rs2 = register(random);
        int fields = rd << 7 | rs1 << 15 | rs2 << 20;
        int imm = (random.nextInt(64) - 16) << 20;
        return switch (random.nextInt(16)) {
            case 0, 1 -> 0x7f << 25 | random.nextInt(32) << 20 | rs1 << 15 | rd << 7 | 0x5b;
            case 2 -> 0x7d << 25 | random.nextInt(32) << 20 | rs1 << 15 | rd << 7 | 0x5b;
            case 3 -> 0x7c << 25 | rs2 << 20 | rs1 << 15 | random.nextInt(32) << 7 | 0x5b;
            case 4 -> 0x7e << 25 | rs2 << 20 | rs1 << 15 | 1 << 7 | 0x5b;
            case 5 -> imm | rs1 << 15 | rd << 7 | (1 + random.nextInt(2)) << 12 | 0x5b;
            case 6 -> imm & ~(15 << 20) | rs1 << 15 | rd << 7 | 0x200f;
            case 7 -> (random.nextInt(4) * 16 & 31) << 7 | rs2 << 20 | rs1 << 15 | 0x4023;
            case 8 -> (1 + random.nextInt(3)) << 27 | fields | 0x402f;
            case 9 -> imm | rs1 << 15 | rd << 7 | random.nextInt(8) << 12 | 0x13;
            case 10 -> fields | random.nextInt(8) << 12 | 0x33;
            case 11 -> imm | rs1 << 15 | rd << 7 | random.nextInt(8) << 12 | 0x03;
            case 12 ->
                    fields & ~(31 << 7) | random.nextInt(4) << 12 | random.nextInt(32) << 7 | 0x23;
            case 13 -> random.nextInt();
            default -> (1 + random.nextInt(33)) << 25 | fields | 0x5b;
        };
    }

    private static int register(Random random) {
        return random.nextInt(8);
    }
}
