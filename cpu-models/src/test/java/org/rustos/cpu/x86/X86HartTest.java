package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.Event;

import java.util.HexFormat;
import java.util.List;

/** The hart against its contract: traps as values, exact counts, slices that lose nothing. */
class X86HartTest {
    private static final String SYSCALL = "0f05";
    private static final String LOAD_DATA = "488b042500006000";
    // mov ecx,1000; l: inc rax; dec ecx; jnz l; syscall
    private static final String COUNT_TO_1000 = "31c0b9e803000048ffc0ffc975f9" + SYSCALL;

    @Test
    void aSystemCallCarriesItsNumberAndArgumentsAndGoesOn() {
        // mov eax,39; mov edi,7; syscall; mov rbx,rax; syscall
        try (UserProgram p =
                new UserProgram("b827000000bf07000000" + SYSCALL + "4889c3" + SYSCALL)) {
            assertEquals(new Trap.Syscall(39), p.trap());
            assertEquals(7, p.context.argument(0));
            assertEquals(UserProgram.CODE + 12, p.context.pc());
            p.context.result(1234);
            assertEquals(new Trap.Syscall(1234), p.trap());
            assertEquals(1234, p.context.register(3));
            assertEquals(5, p.hart.instructions());
        }
    }

    @Test
    void threeFaultsInARowAreThreePageFaults() {
        String loads = "488b042500008000" + "488b042500009000" + "48890425 0000a000" + SYSCALL;
        try (UserProgram p = new UserProgram(loads)) {
            assertEquals(new Trap.PageFault(0x80_0000, Access.READ, false), p.trap());
            p.page(0x80_0000, Permissions.READ);
            assertEquals(new Trap.PageFault(0x90_0000, Access.READ, false), p.trap());
            p.page(0x90_0000, Permissions.READ);
            assertEquals(new Trap.PageFault(0xa0_0000, Access.WRITE, false), p.trap());
            assertEquals(2, p.hart.instructions(), "the faulting store is not retired");
            p.page(0xa0_0000, Permissions.READ_WRITE);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(4, p.hart.instructions());
        }
    }

    @Test
    void aStoreToCodeAndACallOfDataSayThatThePageIsThere() {
        try (UserProgram p = new UserProgram("4889042500004000")) {
            assertEquals(new Trap.PageFault(UserProgram.CODE, Access.WRITE, true), p.trap());
        }
        try (UserProgram p = new UserProgram("b800006000ffe0")) {
            assertEquals(new Trap.PageFault(UserProgram.DATA, Access.EXECUTE, true), p.trap());
            assertEquals(2, p.hart.instructions());
        }
    }

    @Test
    void keysAreEnforcedAndReadBack() {
        // xor ecx,ecx; xor edx,edx; mov eax,0xc0; wrpkru; load
        String code = LOAD_DATA + "31c931d2b8c00000000f01ef" + LOAD_DATA + SYSCALL;
        try (UserProgram p = new UserProgram(code)) {
            p.space.protect(UserProgram.DATA, new Permissions(true, true, false, 3));
            p.hart.forget(p.space, UserProgram.DATA, 4096);
            p.context.keyRights(0);
            assertEquals(
                    new Trap.ProtectionFault(
                            UserProgram.DATA, Access.READ, ProtectionCause.PROTECTION_KEY, 3),
                    p.trap());
            assertEquals(0xc0, p.context.keyRights());
            assertEquals(1, p.ledger().counted(Event.PKEY_WRITE));
            p.context.keyRights(0);
            assertInstanceOf(Trap.Syscall.class, p.trap());
        }
    }

    @Test
    void aLoweredPageIsRefusedAfterForget() {
        try (UserProgram p = new UserProgram(LOAD_DATA + SYSCALL + LOAD_DATA + SYSCALL)) {
            p.trap();
            p.space.protect(UserProgram.DATA, Permissions.NONE);
            p.hart.forget(p.space, UserProgram.DATA, 4096);
            assertEquals(new Trap.PageFault(UserProgram.DATA, Access.READ, true), p.trap());
        }
    }

    @Test
    void markersAreFreeAndBreakpointsPointAtThemselves() {
        // mov edi,2; mov esi,77; int 0xf1; int3
        try (UserProgram p = new UserProgram("bf02000000be4d000000cdf1cc")) {
            assertEquals(new Trap.Marker(2, 77), p.trap());
            assertEquals(UserProgram.CODE + 12, p.context.pc());
            assertEquals(2, p.hart.instructions());
            assertEquals(new Trap.Breakpoint(UserProgram.CODE + 12), p.trap());
        }
    }

    @Test
    void hostRandomnessNeverRuns() {
        // inc eax; rdrand rbx
        try (UserProgram p = new UserProgram("ffc0480fc7f3")) {
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE + 2), p.trap());
            assertEquals(1, p.context.register(0));
            assertEquals(0, p.context.register(3));
            assertEquals(1, p.hart.instructions());
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE + 2), p.trap());
        }
    }

    @Test
    void whatTheDecoderDoesNotKnowNeverRuns() {
        // lock rdrand eax: not an instruction, but the engine would execute it
        try (UserProgram p = new UserProgram("f00fc7f0" + SYSCALL)) {
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE), p.trap());
        }
        try (UserProgram p = new UserProgram("ffc0f00fc7f0" + SYSCALL)) {
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE + 2), p.trap());
            assertEquals(1, p.context.register(0));
            assertEquals(1, p.hart.instructions());
        }
    }

    @Test
    void avxIsRefusedWithItsRemedyAndNotRunAsSse() {
        // vaddpd ymm0,ymm0,ymm1; vzeroupper; kmovw k1,eax; vmovaps zmm0,[rdi]
        for (String code : List.of("c5fd58c1", "c5f877", "c5f892c8", "62f17c482807")) {
            try (UserProgram p = new UserProgram("ffc0" + code + SYSCALL)) {
                assertEquals(new Trap.IllegalInstruction(UserProgram.CODE + 2), p.trap());
                assertEquals(1, p.context.register(0));
                String reason = p.board.model().refusal(HexFormat.of().parseHex(code));
                assertTrue(reason.contains("-march=x86-64-v2"), reason);
            }
        }
        // andn eax,eax,eax is VEX too, but no vector
        try (UserProgram p = new UserProgram("c4e278f2c0" + SYSCALL)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals("", p.board.model().refusal(new byte[] {0x0f, 0x0b}));
        }
    }

    @Test
    void aRepeatedStringGoesOnBehindEachFaultExactly() {
        // mov rcx,-1; mov edi,DATA; rep stosb, page after page as it faults
        try (UserProgram p = new UserProgram("48c7c1ffffffffbf00006000f3aa")) {
            for (int page = 1; page < 40; page++) {
                assertEquals(
                        new Trap.PageFault(UserProgram.DATA + page * 4096L, Access.WRITE, false),
                        p.trap());
                assertEquals(UserProgram.CODE + 12, p.context.pc());
                assertEquals(-1 - page * 4096L, p.context.register(1), "RCX");
                assertEquals(UserProgram.DATA + page * 4096L, p.context.register(7), "RDI");
                p.page(UserProgram.DATA + page * 4096L, Permissions.READ_WRITE);
            }
        }
    }

    @Test
    void aTightLoopAndAnInstructionOnTwoPagesKeepTheBudget() {
        try (UserProgram p = new UserProgram("ebfe")) {
            p.budget.horizonMc(10_000_000);
            assertEquals(HartExit.BUDGET_SPENT, p.run());
            assertTrue(p.ledger().clockMc() < 11_000_000, "clock " + p.ledger().clockMc());
        }
        // A jump to itself whose bytes lie on two pages.
        String code = "90".repeat(4095) + "ebfe";
        try (UserProgram p = new UserProgram(code)) {
            p.context.pc(UserProgram.CODE + 4095);
            p.budget.horizonMc(10_000_000);
            assertEquals(HartExit.BUDGET_SPENT, p.run());
            assertTrue(p.ledger().clockMc() < 11_000_000, "clock " + p.ledger().clockMc());
            assertEquals(UserProgram.CODE + 4095, p.context.pc());
        }
    }

    @Test
    void undefinedPrivilegedAndDividingByZeroAreTraps() {
        try (UserProgram p = new UserProgram("0f0b")) {
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE), p.trap());
        }
        try (UserProgram p = new UserProgram("f4")) {
            assertEquals(new Trap.GeneralFault(UserProgram.CODE), p.trap());
        }
        try (UserProgram p = new UserProgram("31c9f7f1")) {
            assertEquals(new Trap.ArithmeticFault(UserProgram.CODE + 2), p.trap());
        }
        try (UserProgram p = new UserProgram("cd80")) {
            assertEquals(new Trap.GeneralFault(UserProgram.CODE), p.trap());
        }
        // mov ds, eax
        try (UserProgram p = new UserProgram("b8280000008ed8")) {
            assertEquals(new Trap.GeneralFault(UserProgram.CODE + 5), p.trap());
        }
    }

    @Test
    void slicesOfOneBlockGiveTheSameCyclesAsOneRun() {
        long whole;
        try (UserProgram p = new UserProgram(COUNT_TO_1000)) {
            p.trap();
            assertEquals(1000, p.context.register(0));
            assertEquals(3003, p.hart.instructions());
            whole = p.ledger().clockMc();
        }
        try (UserProgram p = new UserProgram(COUNT_TO_1000)) {
            int slices = 0;
            p.budget.stopSoon();
            HartExit exit;
            while ((exit = p.run()) == HartExit.BUDGET_SPENT) {
                slices++;
            }
            assertInstanceOf(HartExit.Trapped.class, exit);
            assertEquals(1000, p.context.register(0));
            assertEquals(3003, p.hart.instructions());
            assertEquals(whole, p.ledger().clockMc());
            assertEquals(1000, slices);
        }
    }

    @Test
    void twoThreadsOnOneHartKeepTheirRegisters() {
        // movq xmm3, rdi; syscall; movq rsi, xmm3; fld1; syscall
        String code = "66480f6edf" + SYSCALL + "66480f7ede" + "d9e8" + SYSCALL;
        try (UserProgram p = new UserProgram(code)) {
            HartContext other = p.context.copy();
            p.context.argument(0, 11);
            other.argument(0, 22);
            p.hart.run(p.context, p.budget);
            p.hart.run(other, p.budget);
            p.hart.run(p.context, p.budget);
            HartContext child = p.context.copy();
            p.hart.run(other, p.budget);
            assertEquals(11, p.context.argument(1));
            assertEquals(22, other.argument(1));
            assertEquals(11, child.argument(1));
        }
    }

    @Test
    void threadsOfTwoSpacesSeeTheirOwnPages() {
        try (UserProgram p = new UserProgram(LOAD_DATA + SYSCALL)) {
            long frame = p.space.lookup(UserProgram.DATA).frame();
            p.board.memory().putLong(frame, 111);
            var space =
                    new org.rustos.core.memory.AddressSpace(2, p.board.tables(), p.board.aliases());
            space.map(
                    UserProgram.CODE,
                    p.space.lookup(UserProgram.CODE).frame(),
                    PageSize.SMALL,
                    Permissions.READ_EXECUTE);
            long own = p.board.frames().allocate();
            p.board.memory().putLong(own, 222);
            space.map(UserProgram.DATA, own, PageSize.SMALL, Permissions.READ);
            HartContext other = p.hart.newContext(space);
            other.pc(UserProgram.CODE);
            p.trap();
            p.hart.run(other, p.budget);
            assertEquals(111, p.context.register(0));
            assertEquals(222, other.register(0));
        }
    }

    @Test
    void timestampsComeFromTheSimulatedClock() {
        // rdtsc; mov ebx,eax; 40 x inc rcx; rdtsc; syscall
        String code = "0f3189c3" + "48ffc1".repeat(40) + "0f31" + SYSCALL;
        long first;
        try (UserProgram p = new UserProgram(code)) {
            p.trap();
            first = p.context.register(0) - p.context.register(3);
        }
        try (UserProgram p = new UserProgram(code)) {
            p.trap();
            assertEquals(first, p.context.register(0) - p.context.register(3));
            assertTrue(first > 10 && first < 100, "ticks: " + first);
        }
    }

    @Test
    void cpuidIsTheProfiles() {
        try (UserProgram p = new UserProgram("31c031c90fa2" + SYSCALL)) {
            p.trap();
            assertEquals(0x68747541, p.context.register(3));
        }
    }

    @Test
    void aRepeatedStringIsOneInstruction() {
        // mov edi,DATA; mov ecx,256; xor eax,eax; rep stosb; syscall
        try (UserProgram p = new UserProgram("bf00006000b90001000031c0f3aa" + SYSCALL)) {
            p.trap();
            assertEquals(5, p.hart.instructions());
            assertEquals(1, p.ledger().counted(Event.REP_START));
            assertEquals(8, p.ledger().counted(Event.REP_32_BYTES));
        }
    }

    @Test
    void withoutTimingTheSameInstructionsAreCounted() {
        try (UserProgram p = new UserProgram(COUNT_TO_1000, false)) {
            p.trap();
            assertEquals(3003, p.hart.instructions());
            assertEquals(3003 * 1000L, p.ledger().clockMc());
        }
    }

    @Test
    void codeChangedByTheKernelIsSeenAfterForget() {
        try (UserProgram p = new UserProgram("b801000000" + SYSCALL)) {
            assertEquals(new Trap.Syscall(1), p.trap());
            p.board.memory().putByte(p.space.lookup(UserProgram.CODE).frame() + 1, (byte) 2);
            p.hart.forget(p.space, UserProgram.CODE, 4096);
            p.context.pc(UserProgram.CODE);
            assertEquals(new Trap.Syscall(2), p.trap());
        }
    }

    @Test
    void anEndlessRepeatedStringIsLeftAtTheHorizon() {
        // mov rcx,-1; mov edi,DATA; l: rep lodsb from one page, again and again: RSI is set back
        String code = "48c7c1ffffffff" + "be00006000" + "f3ac" + SYSCALL;
        try (UserProgram p = new UserProgram(code)) {
            for (long page = UserProgram.DATA; page < UserProgram.DATA + 0x4_0000; page += 4096) {
                if (p.space.lookup(page) == null) {
                    p.page(page, Permissions.READ);
                }
            }
            p.budget.horizonMc(100_000);
            assertEquals(HartExit.BUDGET_SPENT, p.run());
            assertEquals(UserProgram.CODE + 12, p.context.pc());
            assertEquals(UserProgram.DATA + 0x1_0000, p.context.register(6));
        }
    }

    @Test
    void twoHartsIncrementOneCounterWithoutLosingAny() {
        // mov ecx,1000; l: lock inc qword [DATA]; dec ecx; jnz l; syscall
        String code = "b9e8030000" + "f048ff042500006000" + "ffc9" + "75f3" + SYSCALL;
        try (UserProgram p = new UserProgram(code, true, 64 << 20, List.of(0, 1))) {
            var second = p.board.cores().get(1);
            HartContext other = p.context.copy();
            p.budget.stopSoon();
            second.budget().stopSoon();
            boolean more = true;
            while (more) {
                boolean a = p.run() == HartExit.BUDGET_SPENT;
                boolean b = second.hart().run(other, second.budget()) == HartExit.BUDGET_SPENT;
                more = a && b;
            }
            assertEquals(2000, p.board.memory().getLong(p.space.lookup(UserProgram.DATA).frame()));
            long transfers =
                    second.ledger().counted(Event.LINE_FROM_CLUSTER)
                            + second.ledger().counted(Event.LINE_FROM_CLUSTER_OVERLAPPED);
            assertTrue(transfers > 900, "line transfers: " + transfers);
        }
    }

    @Test
    void floatingPointStateSurvivesAThreadSwitch() {
        // fld1; fldpi; syscall; fstp st0; fistp dword [DATA]; mov eax,[DATA]; syscall
        String code = "d9e8d9eb" + SYSCALL + "ddd8" + "db1c2500006000" + "8b042500006000" + SYSCALL;
        try (UserProgram p = new UserProgram(code)) {
            HartContext other = p.context.copy();
            p.trap();
            p.hart.run(other, p.budget);
            p.trap();
            assertEquals(1, p.context.register(0));
        }
    }

    @Test
    void aProgramMayRewriteItsOwnWritableCode() {
        // l: inc byte [rip + 1]; mov eax, 0 (the byte is its operand); syscall; jmp l
        String code = "fe0501000000" + "b800000000" + SYSCALL + "ebf1";
        try (UserProgram p = new UserProgram(code)) {
            p.space.protect(UserProgram.CODE, new Permissions(true, true, true, 0));
            p.hart.forget(p.space, UserProgram.CODE, 4096);
            assertEquals(new Trap.Syscall(1), p.trap());
            assertEquals(new Trap.Syscall(2), p.trap());
            assertEquals(new Trap.Syscall(3), p.trap());
        }
    }
}
