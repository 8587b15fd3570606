package org.rustos.cli.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.cli.CommandRun;
import org.rustos.cli.ExitCode;

/** What the runner of a conformance suite sees of {@code bpf exec}. */
final class BpfExecCommandTest {
    private static final String RETURN_LENGTH = "bf 20 00 00 00 00 00 00\n9500000000000000";
    private static final String LOAD_BYTE = "71 10 03 00 00 00 00 00  95 00 00 00 00 00 00 00";

    @Test
    void printsDigitsOfTheResult() {
        CommandRun run = CommandRun.with(RETURN_LENGTH, "bpf", "exec", "aa bb  cc ");
        assertEquals(new CommandRun(0, "3\n", ""), run);
    }

    @Test
    void takesEmptyMemoryAndEmptyOptionsAsTheRunnerPassesThem() {
        CommandRun run = CommandRun.with(RETURN_LENGTH, "bpf", "exec", "", "");
        assertEquals(new CommandRun(0, "0\n", ""), run);
    }

    @Test
    void faultsOnAnAccessOutOfBounds() {
        CommandRun run = CommandRun.with(LOAD_BYTE, "bpf", "exec", "aabbcc");
        assertEquals(139, run.code());
        assertEquals(
                "rustos: instruction 0: load of 1 bytes at 0x100000003 is out of bounds\n",
                run.err());
    }

    @Test
    void endsALoopWithoutEnd() {
        String loop = "05 00 ff ff 00 00 00 00";
        CommandRun run = CommandRun.with(loop, "bpf", "exec", "--max-steps", "1000");
        assertEquals(ExitCode.LIMIT.code(), run.code());
        assertTrue(run.err().contains("no end after 1000 steps"), run.err());
    }

    @Test
    void refusesWhatIsNoByteCode() {
        CommandRun digit = CommandRun.with("zz", "bpf", "exec");
        assertEquals(ExitCode.BAD_INPUT.code(), digit.code());
        CommandRun opcode = CommandRun.with("ff 00 00 00 00 00 00 00", "bpf", "exec");
        assertEquals(ExitCode.BAD_INPUT.code(), opcode.code());
        assertEquals(
                "rustos: standard input: instruction 0 (ff 00 00 00 00 00 00 00): unknown opcode"
                        + " 0xff\n",
                opcode.err());
    }
}
