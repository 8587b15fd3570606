package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.Permissions;

import java.nio.file.Path;
import java.util.SplittableRandom;

/** Signing and authenticating by the engine, with and without FEAT_FPAC, and landing pads. */
class PointerAuthenticationTest {
    private static final int INSTRUCTION_A = 0;
    private static final int INSTRUCTION_B = 1;
    private static final int DATA_A = 2;
    private static final int DATA_B = 3;

    /** What the A keys leave in a pointer that they do not accept. */
    private static final long POISON_A = 1L << 61;

    private static final long POISON_B = 2L << 61;

    private static final PointerKeys KEYS = PointerKeys.of(new SplittableRandom(1)::nextLong);

    private static final String DATA_POINTER =
            """
            d2a00c00 mov x0, #0x600000
            d28009a1 mov x1, #77
            dac10820 pacda x0, x1
            aa0003e2 mov x2, x0
            dac11820 autda x0, x1
            aa0003e3 mov x3, x0
            d4000001 svc #0
            aa0203e0 mov x0, x2
            d28009c1 mov x1, #78
            dac11820 autda x0, x1
            d2800025 mov x5, #1
            f9400004 ldr x4, [x0]
            d4000001 svc #0
            """;
    private static final String RETURN =
            """
            100000de adr x30, .+24
            d503233f paciasp
            d25003de eor x30, x30, #0x1000000000000
            aa1e03ea mov x10, x30
            d2800089 mov x9, #4
            d65f0bff retaa
            d4000001 svc #0
            """;
    private static final String CALL =
            """
            100000b0 adr x16, .+20
            d28000b1 mov x17, #5
            dac10230 pacia x16, x17
            d28000d1 mov x17, #6
            d73f0a11 blraa x16, x17
            d4000001 svc #0
            """;
    private static final String LOAD =
            """
            d2a00c00 mov x0, #0x600000
            dac12fe0 pacdzb x0
            d2500001 eor x1, x0, #0x1000000000000
            f8a01c22 ldrab x2, [x1, #8]!
            d4000001 svc #0
            """;
    private static final String HINT =
            """
            d2a00c11 mov x17, #0x600000
            d2800130 mov x16, #9
            d50321df autib1716
            d4000001 svc #0
            """;
    private static final String MANY =
            """
            d2807d01 mov x1, #1000
            d2a00c00 mov x0, #0x600000
            dac10820 pacda x0, x1
            dac11820 autda x0, x1
            d1000421 sub x1, x1, #1
            b5ffffa1 cbnz x1, .-12
            d4000001 svc #0
            """;

    @TempDir Path folder;

    private static UserProgram plain(String words) {
        UserProgram p = new UserProgram(words);
        p.context.pointerKeys(KEYS);
        return p;
    }

    private UserProgram faulting(String words) {
        UserProgram p = UserProgram.faulting(words, folder);
        p.context.pointerKeys(KEYS);
        return p;
    }

    private static Trap failed(long address, Access access, int key) {
        return new Trap.ProtectionFault(
                address, access, ProtectionCause.POINTER_AUTHENTICATION, key);
    }

    @Test
    void theSupervisorSignsAsTheEngineDoes() {
        try (UserProgram p = plain(DATA_POINTER)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(Signature.add(KEYS.dataA(), UserProgram.DATA, 77), p.context.register(2));
            assertNotEquals(UserProgram.DATA, p.context.register(2));
            assertEquals(UserProgram.DATA, p.context.register(3));
            long signed = p.context.register(2);
            p.context.pointerKeys(KEYS.withDataA(KEYS.dataB()));
            p.context.pc(UserProgram.CODE);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertNotEquals(signed, p.context.register(2));
        }
    }

    @Test
    void withoutFpacAPoisonedPointerFaultsWhenItIsUsed() {
        try (UserProgram p = plain(DATA_POINTER)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(failed(UserProgram.DATA | POISON_A, Access.READ, DATA_A), p.trap());
            assertEquals(UserProgram.CODE + 44, p.context.pc());
            assertEquals(1, p.context.register(5));
        }
        try (UserProgram p = plain(RETURN)) {
            long target = UserProgram.CODE + 24;
            assertEquals(failed(target | POISON_A, Access.EXECUTE, INSTRUCTION_A), p.trap());
            assertEquals(target | POISON_A, p.context.pc());
            assertEquals(6, p.hart.instructions());
        }
        try (UserProgram p = plain(LOAD)) {
            assertEquals(failed(UserProgram.DATA + 8 | POISON_B, Access.READ, DATA_B), p.trap());
        }
        try (UserProgram p = plain(HINT)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(UserProgram.DATA | POISON_B, p.context.register(17));
        }
    }

    @Test
    void withFpacAFailedAuthenticationFaultsAtOnceAndChangesNothing() {
        try (UserProgram p = faulting(DATA_POINTER)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(UserProgram.DATA, p.context.register(3));
            long at = UserProgram.CODE + 36;
            assertEquals(failed(at, Access.EXECUTE, DATA_A), p.trap());
            assertEquals(at, p.context.pc());
            assertEquals(p.context.register(2), p.context.register(0));
            assertEquals(0, p.context.register(5));
            assertEquals(9, p.hart.instructions());
        }
        try (UserProgram p = faulting(RETURN)) {
            long at = UserProgram.CODE + 20;
            assertEquals(failed(at, Access.EXECUTE, INSTRUCTION_A), p.trap());
            assertEquals(at, p.context.pc());
            assertEquals(p.context.register(10), p.context.register(30));
        }
        try (UserProgram p = faulting(CALL)) {
            p.context.register(30, 4711);
            assertEquals(failed(UserProgram.CODE + 16, Access.EXECUTE, INSTRUCTION_A), p.trap());
            assertEquals(4711, p.context.register(30));
        }
        try (UserProgram p = faulting(LOAD)) {
            assertEquals(failed(UserProgram.CODE + 12, Access.EXECUTE, DATA_B), p.trap());
        }
        try (UserProgram p = faulting(HINT)) {
            assertEquals(failed(UserProgram.CODE + 8, Access.EXECUTE, INSTRUCTION_B), p.trap());
            assertEquals(UserProgram.DATA, p.context.register(17));
        }
    }

    @Test
    void theLastInstructionOfAPageFailsBeforeTheNextPageIsFetched() {
        try (UserProgram p = faulting(DATA_POINTER)) {
            p.board.memory().putInt(p.codeFrame + 4092, 0xdac1_1820);
            p.context.pc(UserProgram.CODE + 4092);
            p.context.register(0, UserProgram.DATA);
            assertEquals(failed(UserProgram.CODE + 4092, Access.EXECUTE, DATA_A), p.trap());
        }
    }

    @Test
    void bothWaysAuthenticPointersCostTheSame() {
        long clock;
        try (UserProgram p = plain(MANY)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(UserProgram.DATA, p.context.register(0));
            clock = p.ledger().clockMc();
        }
        try (UserProgram p = faulting(MANY)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
            assertEquals(UserProgram.DATA, p.context.register(0));
            assertEquals(clock, p.ledger().clockMc());
        }
    }

    @Test
    void anAddressThatOnlyLooksPoisonedIsNoneWhereOtherBitsAreSet() {
        assertEquals(DATA_A, Poison.key(0x2000_0000_0060_0000L, Access.READ));
        assertEquals(INSTRUCTION_B, Poison.key(0x4000_0000_0060_0000L, Access.EXECUTE));
        assertEquals(DATA_A, Poison.key(0xbfff_0000_0060_0000L, Access.READ));
        assertEquals(-1, Poison.key(0x0000_0000_0060_0000L, Access.READ));
        assertEquals(-1, Poison.key(0x6000_0000_0060_0000L, Access.READ));
        assertEquals(-1, Poison.key(0x2001_0000_0060_0000L, Access.READ));
        assertEquals(-1, Poison.key(-8, Access.READ));
    }

    @Test
    void anIndirectBranchIntoAGuardedPageNeedsALandingPad() {
        String branch =
                """
                10000061 adr x1, .+12
                d61f0020 br x1
                d503201f nop
                d503201f nop
                d4000001 svc #0
                """;
        try (UserProgram p = plain(branch)) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
        }
        try (UserProgram p = plain(branch)) {
            p.space.protect(UserProgram.CODE, Permissions.READ_EXECUTE.withGuarded(true));
            // Not by X16 or X17: BTYPE 3.
            Trap fault =
                    new Trap.ProtectionFault(
                            UserProgram.CODE + 12,
                            Access.EXECUTE,
                            ProtectionCause.BRANCH_TARGET,
                            3);
            assertEquals(fault, p.trap());
            assertEquals(2, p.hart.instructions());
            assertEquals(fault, p.trap());
            p.context.pc(p.context.pc());
            assertInstanceOf(Trap.Syscall.class, p.trap());
        }
        try (UserProgram p = plain(branch.replace("d503201f nop\nd4", "d503249f bti j\nd4"))) {
            p.space.protect(UserProgram.CODE, Permissions.READ_EXECUTE.withGuarded(true));
            assertInstanceOf(Trap.Syscall.class, p.trap());
        }
    }
}
