package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same attackers on the machine where handles are signed pointers, with a CPU whose failed
 * authentications fault (FEAT_FPAC) and one whose poisoned pointers fault on use.
 */
class PacAttackTest {
    private static final String CPU = "arm-neoverse-v1";
    private static final int BAD_INPUT = 65;
    private static final int SIGKILL = 137;
    private static final int SIGSEGV = 139;
    private static final Pattern FAILURES =
            Pattern.compile("\"direct.failed-authentications\" ?: ?(\\d+)");

    @TempDir private Path folder;

    private CommandRun run(
            String cpu, Attacks attack, String mechanism, List<String> options, String... arguments)
            throws IOException {
        return AttackRun.of(folder, Isa.AARCH64, cpu, attack, mechanism, options, arguments);
    }

    private CommandRun run(Attacks attack, String mechanism, String... arguments)
            throws IOException {
        return run(CPU, attack, mechanism, List.of(), arguments);
    }

    /** The profile with or without FEAT_FPAC. */
    private String cpu(boolean fpac) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/profiles/" + CPU + ".json")) {
            String profile = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String changed = profile.replaceAll("\"fpac\" *: *\\w+", "\"fpac\": " + fpac);
            assertTrue(changed.contains("\"fpac\": " + fpac));
            Path file = folder.resolve("fpac-" + fpac + ".json");
            Files.writeString(file, changed);
            return file.toString();
        }
    }

    private static long failures(CommandRun run) {
        Matcher matcher = FAILURES.matcher(run.err());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @ParameterizedTest(name = "{0}, fpac {1}, {2}: {3}")
    @CsvSource({
        "direct, false, 1, forged, 2",
        "direct, true, 1, forged, 2",
        "rustos, false, 1, forged, 2",
        "rustos, true, 1, forged, 2",
        "direct, false, 2, reused under another modifier, 2",
        "direct, true, 2, reused under another modifier, 2",
        "rustos, true, 2, reused under another modifier, 2",
        "direct, false, 4, revoked and dropped, 0",
        "direct, true, 4, revoked and dropped, 0",
        "rustos, false, 4, revoked and dropped, 0",
        "direct, false, 5, of an earlier filling, 0",
        "rustos, false, 5, of an earlier filling, 0",
        "direct, false, 6, an index, 0",
        "rustos, true, 6, an index, 0",
        "direct, false, 8, the traps of the service, 0",
        "rustos, false, 8, the traps of the service, 0"
    })
    void whatTheKernelDidNotSignForThisUseIsRefused(
            String mechanism, boolean fpac, int way, String what, long counted) throws IOException {
        CommandRun run =
                run(
                        cpu(fpac),
                        Attacks.PAC_BREAK_IN,
                        mechanism,
                        List.of("--stats", "json"),
                        "way=" + way);
        assertEquals(0, run.code(), what + ": " + run.out() + run.err());
        assertEquals(counted, failures(run), what);
    }

    /** Another seed draws another key, as another process does; the same one is the control. */
    @ParameterizedTest
    @ValueSource(strings = {"direct", "rustos"})
    void aHandleOfAnotherProcessIsRefused(String mechanism) throws IOException {
        String mine = handle(mechanism, "1");
        String others = handle(mechanism, "2");
        assertNotEquals(mine, others);
        for (String handle : List.of(mine, others)) {
            CommandRun run =
                    run(
                            CPU,
                            Attacks.PAC_BREAK_IN,
                            mechanism,
                            List.of("--seed", "1", "--stats", "json"),
                            "way=3",
                            "handle=" + handle);
            assertEquals(0, run.code(), run.out() + run.err());
            assertEquals(handle.equals(mine) ? 0 : 1, failures(run));
        }
    }

    private String handle(String mechanism, String seed) throws IOException {
        CommandRun run =
                run(CPU, Attacks.PAC_BREAK_IN, mechanism, List.of("--seed", seed), "way=0");
        assertEquals(0, run.code(), run.out() + run.err());
        return run.out().strip();
    }

    @ParameterizedTest
    @CsvSource({"direct, false, 8", "direct, true, 8", "rustos, false, 8", "direct, false, 3"})
    void whoTriesEverySignatureIsStopped(String mechanism, boolean fpac, int limit)
            throws IOException {
        CommandRun run =
                run(
                        cpu(fpac),
                        Attacks.PAC_BREAK_IN,
                        mechanism,
                        List.of("--set", "failed-authentications=" + limit),
                        "way=7");
        assertEquals(SIGKILL, run.code(), run.out() + run.err());
        assertEquals("", run.out(), "it must not come to its verdict");
        String told = limit + " failed authentications of capability handles";
        assertTrue(run.err().contains(told), run.err());
    }

    /** Without the limit the search ends, as it must, at the one signature that fits: its own. */
    @Test
    void withoutALimitNoOtherSignatureFits() throws IOException {
        CommandRun run =
                run(
                        CPU,
                        Attacks.PAC_BREAK_IN,
                        "direct",
                        List.of("--no-timing", "--set", "failed-authentications=100000"),
                        "way=7");
        assertTrue(run.out().startsWith("0\n"), run.out() + run.err());
    }

    @ParameterizedTest
    @CsvSource({"direct, 9", "direct, 10", "direct, 11", "direct, 12", "rustos, 9", "rustos, 12"})
    void aClosedServiceIsOutOfReach(String mechanism, int way) throws IOException {
        CommandRun run =
                run(
                        CPU,
                        Attacks.PAC_BREAK_IN,
                        mechanism,
                        List.of("--set", "closed-service=1"),
                        "way=" + way);
        assertEquals(SIGSEGV, run.code(), run.out() + run.err());
        assertEquals("", run.out(), "it must not come to its verdict");
    }

    /** What the model must not hide: pointer authentication keeps nobody out of memory. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void anOpenServiceIsNot(int way) throws IOException {
        CommandRun run = run(Attacks.PAC_BREAK_IN, "direct", "way=" + way);
        assertEquals(1, run.code(), run.out() + run.err());
        assertFalse(run.err().contains("killed"), run.err());
    }

    @ParameterizedTest
    @CsvSource({"syscall, 0", "channel, 0", "direct, 65", "rustos, 65"})
    void whereHandlesAreSignedNoImageUsesTheirKey(String mechanism, int status) throws IOException {
        CommandRun run = run(Attacks.SMUGGLED_PACDA, mechanism);
        assertEquals(status, run.code(), run.out() + run.err());
        if (status == BAD_INPUT) {
            assertTrue(run.err().contains("pacda"), run.err());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "syscall, 0",
        "ring, 0",
        "channel, 0",
        "direct, 0",
        "direct, 1",
        "rustos, 0",
        "rustos, 1"
    })
    void forgedStaleAndRevokedHandlesAndWildPointersAreRefused(String mechanism, int closed)
            throws IOException {
        boolean tier1 = mechanism.equals("direct") || mechanism.equals("rustos");
        CommandRun run =
                run(
                        CPU,
                        Attacks.REFUSALS,
                        mechanism,
                        tier1 ? List.of("--set", "closed-service=" + closed) : List.of());
        assertEquals(0, run.code(), run.out() + run.err());
        assertTrue(run.out().contains("refusals: right"), run.out());
    }

    @Test
    void aRingInHostileHandsAnswersByErrnoAndGoesOn() throws IOException {
        CommandRun run = run(Attacks.HOSTILE_RING, "ring");
        assertEquals(0, run.code(), run.out() + run.err());
    }
}
