package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;

/** What user code can do to the hart, and what the supervisor sees of it. */
class ArmHartTest {
    private static final String SVC = "d4000001 svc #0";
    private static final String LOAD_AND_CALL =
            """
            d2a00c00 mov x0, #0x600000
            f9400001 ldr x1, [x0]
            d4000001 svc #0
            """;

    @Test
    void aSystemCallCarriesItsNumberAndArgumentsAndGoesOn() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d2800ba8 mov x8, #93
                        d28000e0 mov x0, #7
                        d4000001 svc #0
                        d2800bc8 mov x8, #94
                        d4000001 svc #0
                        """)) {
            assertEquals(new Trap.Syscall(93), p.trap());
            assertEquals(7, p.context.argument(0));
            assertEquals(UserProgram.CODE + 12, p.context.pc());
            p.context.result(8);
            assertEquals(new Trap.Syscall(94), p.trap());
            assertEquals(8, p.context.argument(0));
            assertEquals(5, p.hart.instructions());
        }
    }

    @Test
    void faultsSayAddressAccessAndWhetherThePageIsThere() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d2a01200 mov x0, #0x900000
                        f9400001 ldr x1, [x0]
                        f9000401 str x1, [x0, #8]
                        d61f0000 br x0
                        """)) {
            assertEquals(new Trap.PageFault(0x90_0000, Access.READ, false), p.trap());
            assertEquals(UserProgram.CODE + 4, p.context.pc());
            assertEquals(1, p.hart.instructions());
            p.page(0x90_0000, Permissions.READ);
            assertEquals(new Trap.PageFault(0x90_0008, Access.WRITE, true), p.trap());
            p.space.protect(0x90_0000, Permissions.READ_WRITE);
            assertEquals(new Trap.PageFault(0x90_0000, Access.EXECUTE, true), p.trap());
            assertEquals(0x90_0000, p.context.pc());
            p.space.protect(0x90_0000, Permissions.READ_EXECUTE);
            assertEquals(new Trap.IllegalInstruction(0x90_0000), p.trap());
        }
    }

    @Test
    void aStoreOverAPageEndIsRepeatedWholeBehindItsFault() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d2a00c00 mov x0, #0x600000
                        91400400 add x0, x0, #1, lsl #12
                        d2800021 mov x1, #1
                        d2800042 mov x2, #2
                        a9bf8801 stp x1, x2, [x0, #-8]!
                        d4000001 svc #0
                        """)) {
            assertEquals(new Trap.PageFault(0x60_1000, Access.WRITE, false), p.trap());
            assertEquals(0x60_1000, p.context.register(0));
            long frame = p.page(0x60_1000, Permissions.READ_WRITE);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(0x60_0ff8, p.context.register(0));
            assertEquals(
                    1, p.board.memory().getLong(p.space.lookup(0x60_0ff8).physical(0x60_0ff8)));
            assertEquals(2, p.board.memory().getLong(frame));
        }
    }

    @Test
    void aLoweredPageIsRefusedAfterForget() {
        try (UserProgram p = new UserProgram(LOAD_AND_CALL)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            p.space.protect(UserProgram.DATA, Permissions.NONE);
            p.hart.forget(p.space, UserProgram.DATA, 4096);
            p.context.pc(UserProgram.CODE);
            assertEquals(new Trap.PageFault(UserProgram.DATA, Access.READ, true), p.trap());
        }
    }

    @Test
    void markersAreFreeAndBreakpointsPointAtThemselves() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d2800040 mov x0, #2
                        d2800541 mov x1, #42
                        00005255 udf #0x5255
                        d4200020 brk #1
                        """)) {
            assertEquals(new Trap.Marker(2, 42), p.trap());
            assertEquals(UserProgram.CODE + 12, p.context.pc());
            assertEquals(2, p.hart.instructions());
            assertEquals(new Trap.Breakpoint(UserProgram.CODE + 12), p.trap());
            assertEquals(UserProgram.CODE + 12, p.context.pc());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, undefined",
        "d5382000, mrs x0 ttbr0_el1",
        "d5380000, mrs x0 midr_el1",
        "d53b2400, mrs x0 rndr",
        "d53b2420, mrs x0 rndrrs",
        "d53b9d00, mrs x0 pmccntr_el0",
        "d53be020, mrs x0 cntpct_el0",
        "d5033fdf, isb then behind it nothing",
        "d4000002, hvc #0",
        "d4000003, smc #0",
        "d4400000, hlt #0",
        "d69f03e0, eret",
        "04200000, sve add"
    })
    void whatUserCodeMayNotDoIsIllegal(String word, String name) {
        try (UserProgram p = new UserProgram(word + "\n00000000")) {
            p.context.register(0, 5);
            Trap trap = p.trap();
            assertTrue(
                    trap.equals(new Trap.IllegalInstruction(UserProgram.CODE))
                            || trap.equals(new Trap.IllegalInstruction(UserProgram.CODE + 4))
                                    && name.startsWith("isb"),
                    name + ": " + trap);
            assertEquals(5, p.context.register(0), name);
        }
    }

    @Test
    void misalignedExclusivesAndJumpsAreGeneralFaults() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d2a00c00 mov x0, #0x600000
                        91000400 add x0, x0, #1
                        885f7c01 ldxr w1, [x0]
                        """)) {
            assertEquals(new Trap.GeneralFault(UserProgram.CODE + 8), p.trap());
        }
        try (UserProgram p =
                new UserProgram(
                        """
                        91000800 add x0, x0, #2
                        d61f0000 br x0
                        """)) {
            p.context.register(0, UserProgram.CODE);
            assertEquals(new Trap.GeneralFault(UserProgram.CODE + 2), p.trap());
            assertEquals(2, p.hart.instructions());
        }
    }

    @Test
    void waitingIsNoReasonToStop() {
        try (UserProgram p =
                new UserProgram(
                        """
                        d503207f wfi
                        d503205f wfe
                        d2800028 mov x8, #1
                        d4000001 svc #0
                        """)) {
            assertEquals(new Trap.Syscall(1), p.trap());
            assertEquals(4, p.hart.instructions());
        }
        try (UserProgram p = new UserProgram("d503207f wfi\n17ffffff b .-4")) {
            p.budget.horizonMc(100_000);
            assertEquals(HartExit.BUDGET_SPENT, p.run());
        }
    }

    @Test
    void theCounterIsTheSimulatedClock() {
        String words =
                """
                d53be040 mrs x0, cntvct_el0
                d53be041 mrs x1, cntvct_el0
                d281a802 mov x2, #3392
                d1000442 sub x2, x2, #1
                b5ffffe2 cbnz x2, .-4
                d53be043 mrs x3, cntvct_el0
                d53be004 mrs x4, cntfrq_el0
                d53be05f mrs xzr, cntvct_el0
                d4000001 svc #0
                """;
        long[] first = new long[5];
        for (int run = 0; run < 2; run++) {
            try (UserProgram p = new UserProgram(words)) {
                assertInstanceOf(Trap.Syscall.class, p.trap());
                assertEquals(3 + 2 * 3392 + 4, p.hart.instructions());
                long ticks = p.context.register(3) - p.context.register(1);
                double nanos = p.ledger().clockMc() / 1000.0 / 2.6;
                double told = p.context.register(3) * 1e9 / p.context.register(4);
                assertTrue(ticks > 0 && Math.abs(told - nanos) < nanos / 10, told + " " + nanos);
                for (int i = 0; i < first.length; i++) {
                    if (run == 0) {
                        first[i] = p.context.register(i);
                    } else {
                        assertEquals(first[i], p.context.register(i));
                    }
                }
            }
        }
    }

    @Test
    void aTightLoopKeepsTheBudgetAndSlicesCostWhatOneRunDoes() {
        String words =
                """
                d2a00c00 mov x0, #0x600000
                d2800641 mov x1, #50
                f8408402 ldr x2, [x0], #8
                f9000002 str x2, [x0]
                9b010c43 madd x3, x2, x1, x3
                f1000421 subs x1, x1, #1
                54ffff81 b.ne .-16
                d4000001 svc #0
                """;
        long whole;
        try (UserProgram p = new UserProgram(words)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(2 + 50 * 5 + 1, p.hart.instructions());
            whole = p.ledger().clockMc();
        }
        try (UserProgram p = new UserProgram(words)) {
            HartExit exit;
            int slices = 0;
            do {
                p.budget.horizonMc(p.ledger().clockMc());
                exit = p.run();
                slices++;
            } while (exit == HartExit.BUDGET_SPENT);
            assertInstanceOf(HartExit.Trapped.class, exit);
            assertEquals(51, slices);
            assertEquals(2 + 50 * 5 + 1, p.hart.instructions());
            assertTrue(Math.abs(p.ledger().clockMc() - whole) < whole / 2);
        }
        try (UserProgram p = new UserProgram(words, false)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(2 + 50 * 5 + 1, p.hart.instructions());
            assertEquals(1000 * p.hart.instructions(), p.ledger().clockMc());
        }
    }

    @Test
    void threadsKeepTheirRegistersAcrossSwitches() {
        try (UserProgram p =
                new UserProgram(
                        """
                        1e6f1008 fmov d8, #1.5
                        1e609010 fmov d16, #2.5
                        d2a00800 mov x0, #0x400000
                        d51b4400 msr fpcr, x0
                        d4000001 svc #0
                        1e702900 fadd d0, d8, d16
                        d53b4401 mrs x1, fpcr
                        9a9f17e2 cset x2, eq
                        d4000001 svc #0
                        1e641008 fmov d8, #8.0
                        1e641010 fmov d16, #8.0
                        d51b441f msr fpcr, xzr
                        eb1f03ff cmp xzr, xzr
                        d4000001 svc #0
                        """)) {
            HartContext other = p.hart.newContext(p.space);
            other.pc(UserProgram.CODE + 36);
            other.threadPointer(9);
            p.context.threadPointer(4);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            HartContext copy = p.context.copy();
            assertInstanceOf(HartExit.Trapped.class, p.hart.run(other, p.budget));
            assertInstanceOf(HartExit.Trapped.class, p.hart.run(copy, p.budget));
            assertInstanceOf(Trap.Syscall.class, p.trap());
            for (HartContext thread : new HartContext[] {p.context, copy}) {
                byte[] saved = thread.extendedState();
                assertEquals(4.0, Double.longBitsToDouble(word(saved, 0)));
                assertEquals(0x40_0000, thread.register(1));
                assertEquals(0, thread.register(2));
                assertEquals(4, thread.threadPointer());
                assertEquals(UserProgram.CODE + 36, thread.pc());
            }
            assertEquals(9, other.threadPointer());
            assertEquals(8.0, Double.longBitsToDouble(word(other.extendedState(), 8 * 16)));
        }
    }

    private static long word(byte[] bytes, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    @Test
    void threadsOfTwoSpacesSeeTheirOwnPages() {
        try (UserProgram p = new UserProgram(LOAD_AND_CALL)) {
            // The numbers of the two differ by more than the tables can hold.
            AddressSpace second =
                    new AddressSpace(1 + (1 << 16), p.board.tables(), p.board.aliases());
            second.map(UserProgram.CODE, p.codeFrame, PageSize.SMALL, Permissions.READ_EXECUTE);
            long frame = p.board.frames().allocate();
            second.map(UserProgram.DATA, frame, PageSize.SMALL, Permissions.READ);
            p.board.memory().putLong(frame, 2);
            p.board.memory().putLong(p.space.lookup(UserProgram.DATA).frame(), 1);
            HartContext other = p.hart.newContext(second);
            for (int i = 0; i < 3; i++) {
                p.context.pc(UserProgram.CODE);
                other.pc(UserProgram.CODE);
                assertInstanceOf(Trap.Syscall.class, p.trap());
                assertInstanceOf(HartExit.Trapped.class, p.hart.run(other, p.budget));
                assertEquals(1, p.context.register(1));
                assertEquals(2, other.register(1));
            }
        }
    }

    @Test
    void aTrapEndsWhatWasLoadedExclusively() {
        try (UserProgram p =
                new UserProgram(
                        """
                        c85f7c01 ldxr x1, [x0]
                        c8027c01 stxr w2, x1, [x0]
                        c85f7c01 ldxr x1, [x0]
                        d4000001 svc #0
                        c8037c01 stxr w3, x1, [x0]
                        d4000001 svc #0
                        """)) {
            p.context.register(0, UserProgram.DATA);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(0, p.context.register(2));
            assertEquals(1, p.context.register(3));
        }
    }

    @Test
    void aProgramMayRewriteItsOwnWritableCode() {
        try (UserProgram p =
                new UserProgram(
                        """
                        10000060 adr x0, .+12
                        18000101 ldr w1, .+32
                        d2800045 mov x5, #2
                        52800026 mov w6, #1
                        0b0600e7 add w7, w7, w6
                        b9000001 str w1, [x0]
                        d10004a5 sub x5, x5, #1
                        b5ffff85 cbnz x5, .-16
                        d4000001 svc #0
                        52800c86 mov w6, #100
                        """)) {
            p.space.protect(UserProgram.CODE, new Permissions(true, true, true, 0));
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(101, p.context.register(7));
            assertEquals(3 + 2 * 5 + 1, p.hart.instructions());
        }
    }

    @Test
    void codeChangedByTheKernelIsSeenAfterForget() {
        try (UserProgram p = new UserProgram("52800026 mov w6, #1\n" + SVC)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(1, p.context.register(6));
            p.code("52800c86 mov w6, #100\n" + SVC);
            p.hart.forget(p.space, UserProgram.CODE, 4096);
            p.context.pc(UserProgram.CODE);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(100, p.context.register(6));
        }
    }

    @Test
    void whereNothingIsMappedNothingRuns() {
        for (long pc : new long[] {0, 1L << 40, -4096, 1L << 55, Long.MIN_VALUE}) {
            try (UserProgram p = new UserProgram(SVC)) {
                p.context.pc(pc);
                assertEquals(new Trap.PageFault(pc, Access.EXECUTE, false), p.trap());
                assertEquals(0, p.hart.instructions());
            }
        }
    }

    @Test
    void aLargePageTranslates() {
        try (UserProgram p = new UserProgram(LOAD_AND_CALL)) {
            // In the upper half of RAM, which nothing here uses.
            long frame = 8 << 20;
            p.space.map(0x80_0000, frame, PageSize.LARGE, Permissions.READ);
            p.board.memory().putLong(frame + 0x12_3450, 77);
            p.context.pc(UserProgram.CODE + 4);
            p.context.register(0, 0x80_0000 + 0x12_3450);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(77, p.context.register(1));
        }
    }
}
