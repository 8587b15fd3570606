package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;

import java.util.Random;

/** Holds the model against rows of {@code silicon-zen3.json}: cycles per operation, p10. */
class SiliconRowsTest {
    private static final double TOLERANCE = 0.15;
    private static final int ROUNDS = 2000;
    private static final String SYSCALL = "0f05";

    /**
     * Each row: name, measured cycles per operation, operations in the body, body. RDI points at
     * data, RAX holds 1, RCX and RDX are 0, RBX is 0; the loop counter is ESI.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "add_dep, 0.998, 16, 4801c8",
        "imul64_dep, 2.995, 16, 480fafc1",
        "mul64_dep_lo, 2.994, 8, 48f7e3",
        "addsd_dep, 2.995, 8, f20f58c1",
        "wrpkru_toggle_pair, 79.88, 2, b8000000000f01efb80c0000000f01ef",
        "rdpkru, 3.0, 8, 0f01ee",
        "lock_add_l1, 7.461, 8, f0480107",
        "lock_cmpxchg_l1, 8.998, 8, f0480fb11f",
        "xchg_mem_l1, 7.493, 8, 488707",
        "push_pop, 0.9996, 8, 5058",
        "store_load_fwd_base, 6.495, 8, 488907488b07",
        "store_load_fwd_partial_stall, 17.98, 4, 890789470 4488b07",
        "lfence, 10.04, 4, 0faee8",
        "mfence, 61.04, 4, 0faef0",
        "pause, 76.91, 4, f390",
        "rdtsc, 35.96, 4, 0f31",
        "rdtscp, 68.89, 2, 0f01f931c9",
        "rdfsbase, 4.0, 8, f3480faec0",
        "nop, 0.206, 48, 90",
    })
    void oneInstruction(String name, double measured, int times, String body) {
        String code = body.replace(" ", "").repeat(times);
        double perRound = cyclesPerRound(code);
        assertEquals(measured, perRound / times, measured * TOLERANCE + 1.1 / times);
    }

    /** Each row: name, measured, dividend, divisor; the quotient is the next dividend. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "div64_small_dep, 8.983, 7",
        "div32_dep, 11.99, 2147483647",
        "div64_large_dep, 14.99, 4611686018427400249",
    })
    void divisionGoesByTheQuotient(String name, double measured, long dividend) {
        // 4 x div rbx; dec esi; jnz l; syscall
        try (UserProgram p = new UserProgram("48f7f3".repeat(4) + "ffce" + "75f0" + SYSCALL)) {
            p.context.register(0, dividend);
            p.context.register(3, 1);
            p.context.register(6, ROUNDS);
            long before = p.ledger().clockMc();
            assertInstanceOf(Trap.Syscall.class, p.trap());
            double perRound = (p.ledger().clockMc() - before) / 1000.0 / ROUNDS;
            assertEquals(measured, perRound / 4, measured * 0.05);
        }
    }

    @Test
    void callAndReturn() {
        // 8 x call f; the function, one RET, lies behind the loop and the SYSCALL.
        int calls = 8;
        int loop = calls * 5 + 2 + 6 + 2;
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < calls; i++) {
            body.append("e8").append(littleEndian(loop - (i + 1) * 5));
        }
        double perRound = cyclesPerRound(body.toString(), "c3");
        assertEquals(4.293, (perRound - 1) / calls, 4.293 * TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"16, 4.0", "256, 12.07", "4096, 52.87", "262144, 452.7"})
    void chaseOfLinesInLargePages(int kibibytes, double measured) {
        // l: mov rax,[rax] x 8; dec esi; jnz l; syscall
        String code = "488b00".repeat(8) + "ffce" + "75e4" + SYSCALL;
        try (UserProgram p = new UserProgram(code, true, 1L << 30)) {
            int lines = kibibytes * 16;
            long base = 0x4000_0000L;
            for (long at = 0; at < kibibytes * 1024L; at += PageSize.LARGE.bytes()) {
                long frame = p.board.frames().allocateRun(512);
                p.space.map(base + at, frame, PageSize.LARGE, Permissions.READ_WRITE);
            }
            int[] order = cycle(lines);
            for (int i = 0; i < lines; i++) {
                long from = base + order[i] * 64L;
                long to = base + order[(i + 1) % lines] * 64L;
                p.board.memory().putLong(p.space.lookup(from).physical(from), to);
            }
            int warm = Math.min(lines / 8, 20_000);
            p.context.register(0, base + order[0] * 64L);
            p.context.register(6, warm);
            p.trap();
            int rounds = Math.clamp(lines / 8, 5000, 20_000);
            long before = p.ledger().clockMc();
            p.context.pc(UserProgram.CODE);
            p.context.register(0, p.context.register(0));
            p.context.register(6, rounds);
            p.trap();
            double perLoad = (p.ledger().clockMc() - before) / 8000.0 / rounds;
            assertEquals(measured, perLoad, measured * TOLERANCE);
        }
    }

    private static int[] cycle(int lines) {
        int[] order = new int[lines];
        for (int i = 0; i < lines; i++) {
            order[i] = i;
        }
        Random random = new Random(1);
        for (int i = lines - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        return order;
    }

    private static double cyclesPerRound(String body) {
        return cyclesPerRound(body, "");
    }

    private static double cyclesPerRound(String body, String function) {
        int length = body.length() / 2 + 2;
        // dec esi; jnz near body; syscall
        String code = body + "ffce" + "0f85" + littleEndian(-(length + 6)) + SYSCALL + function;
        try (UserProgram p = new UserProgram(code)) {
            run(p, 100);
            long before = p.ledger().clockMc();
            run(p, ROUNDS);
            return (p.ledger().clockMc() - before) / 1000.0 / ROUNDS;
        }
    }

    private static void run(UserProgram p, int rounds) {
        p.context.pc(UserProgram.CODE);
        p.context.keyRights(0);
        p.context.register(0, 1);
        p.context.register(1, 0);
        p.context.register(2, 0);
        p.context.register(3, 0);
        p.context.register(6, rounds);
        p.context.register(7, UserProgram.DATA);
        assertInstanceOf(Trap.Syscall.class, p.trap());
    }

    private static String littleEndian(int value) {
        return "%08x".formatted(Integer.reverseBytes(value));
    }
}
