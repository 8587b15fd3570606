package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code run --bare}, with images of a few instructions. */
class BareRunTest {
    private static final int BASE = 0x80000000;
    private static final int CODE = 0x78;
    private static final int RISCV = 243;
    private static final int X86 = 62;

    @TempDir private Path folder;

    /** lui a0, 0x10000; addi a1, zero, 'A'; sb a1, 0(a0); sb a1, 0(a0); wfi; jump to itself. */
    private static final int[] PRINTS_AND_SLEEPS = {
        0x10000537, 0x04100593, 0x00b50023, 0x00b50023, 0x10500073, 0x0000006f
    };

    private static final int[] SPINS = {0x0000006f};

    @Test
    void printsByTheSerialPortAndSleepsForEver() throws IOException {
        CommandRun run = bare(image(RISCV, PRINTS_AND_SLEEPS));
        assertEquals("AA", run.out());
        assertEquals(75, run.code());
        assertTrue(run.err().contains("waits for an interrupt that nothing can raise"), run.err());
    }

    @Test
    void endsAtTheLimit() throws IOException {
        CommandRun run = bare(image(RISCV, SPINS), "--max-cycles", "5000");
        assertEquals(75, run.code());
        assertTrue(
                run.err()
                        .contains(
                                "did not end within 5000 instructions; the image has no symbol"
                                        + " tohost"),
                run.err());
    }

    /** An illegal instruction, and nobody has set mtvec. */
    @Test
    void endsWhereTrapsOnlyTrap() throws IOException {
        CommandRun run = bare(image(RISCV, 0));
        assertEquals(75, run.code());
        assertTrue(run.err().contains("trap handler at 0x0 traps"), run.err());
        Path log = folder.resolve("log");
        assertEquals(75, bare(image(RISCV, 0), "--commit-log", log.toString()).code());
        assertEquals("", Files.readString(log));
    }

    @Test
    void writesTheCommitLog() throws IOException {
        Path log = folder.resolve("log");
        bare(image(RISCV, PRINTS_AND_SLEEPS), "--commit-log", log.toString());
        assertEquals(
                """
                core   0: 3 0x0000000080000000 (0x10000537) x10 0x0000000010000000
                core   0: 3 0x0000000080000004 (0x04100593) x11 0x0000000000000041
                core   0: 3 0x0000000080000008 (0x00b50023) mem 0x0000000010000000 0x41
                core   0: 3 0x000000008000000c (0x00b50023) mem 0x0000000010000000 0x41
                core   0: 3 0x0000000080000010 (0x10500073)
                """,
                Files.readString(log));
    }

    @Test
    void refusesWhatIsNoImageForIt() throws IOException {
        assertRefused(image(X86, SPINS), "64 bits only");
        assertRefused(new byte[] {1, 2, 3}, "not an ELF file");
        byte[] elsewhere = image(RISCV, SPINS);
        ByteBuffer.wrap(elsewhere)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(24, 0x1000)
                .putLong(80, 0x1000);
        assertRefused(elsewhere, "outside RAM");
    }

    @Test
    void refusesFilesThatAreNotThere() {
        CommandRun run = CommandRun.of("run", "--bare", folder.resolve("none").toString());
        assertEquals(65, run.code());
        assertEquals(1, run.errLines().size(), run.err());
        CommandRun disk = CommandRun.of("run", "null-call", "--disk", "x");
        assertEquals(64, disk.code());
    }

    /** Of 32 bits, longer than RAM, longer than anything, an entry between instructions. */
    @Test
    void refusesImagesThatItCannotHold() throws IOException {
        byte[] narrow = image(RISCV, SPINS);
        narrow[4] = 1;
        assertRefused(narrow, "64");
        byte[] large = image(RISCV, SPINS);
        ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN).putLong(104, 2 << 20);
        assertRefused(large, "2097152 bytes at 0x80000000 lies outside RAM");
        ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN).putLong(104, 1L << 60);
        assertRefused(large, "bytes of memory");
        byte[] odd = image(RISCV, SPINS);
        ByteBuffer.wrap(odd).order(ByteOrder.LITTLE_ENDIAN).putLong(24, 0x80000001L);
        assertRefused(odd, "entry");
        byte[] outside = image(RISCV, SPINS);
        ByteBuffer.wrap(outside).order(ByteOrder.LITTLE_ENDIAN).putLong(24, 0x40000000L);
        assertRefused(outside, "entry");
    }

    @Test
    void refusesDisksThatAreNotThere() throws IOException {
        byte[] image = image(RISCV, PRINTS_AND_SLEEPS);
        for (String disk : new String[] {folder.resolve("none").toString(), folder.toString()}) {
            CommandRun run = bare(image, "--disk", disk);
            assertEquals(65, run.code());
            assertEquals(1, run.errLines().size(), run.err());
            assertTrue(run.err().contains("--disk " + disk + ": cannot be read"), run.err());
        }
        assertEquals(64, CommandRun.of("run", "null-call", "--disk", "x").code());
    }

    @Test
    void refusesOtherNumbersOfHarts() throws IOException {
        for (String cores : new String[] {"0", "17"}) {
            CommandRun run = bare(image(RISCV, SPINS), "--cores", cores);
            assertEquals(64, run.code());
            assertTrue(run.err().contains("give 1 to 16"), run.err());
        }
    }

    @Test
    void aLogThatCannotBeWrittenIsOneLine() throws IOException {
        String log = folder.resolve("none/log").toString();
        CommandRun run = bare(image(RISCV, SPINS), "--commit-log", log);
        assertEquals(69, run.code());
        assertEquals(1, run.errLines().size(), run.err());
        CommandRun full = bare(image(RISCV, SPINS), "--commit-log", "/dev/full");
        assertEquals(69, full.code());
        assertEquals(1, full.errLines().size(), full.err());
    }

    /** Each hart prints once and sleeps. */
    @Test
    void allHartsRun() throws IOException {
        CommandRun run = bare(image(RISCV, PRINTS_AND_SLEEPS), "--cores", "3");
        assertEquals("AAAAAA", run.out());
        assertEquals(75, run.code());
    }

    /** lui a0, 0x100; lui a1, 0x73; addi a1, a1, 0x333; sw a1, 0(a0): 7 and "failed". */
    @Test
    void theTestFinisherEndsTheRun() throws IOException {
        int[] fails = {0x00100537, 0x000735b7, 0x33358593, 0x00b52023, 0x6f};
        assertEquals(7, bare(image(RISCV, fails)).code());
        int[] passes = {0x00100537, 0x000055b7, 0x55558593, 0x00b52023, 0x6f};
        assertEquals(0, bare(image(RISCV, passes)).code());
    }

    /** lui a0, 0x2000; addi a0, a0, 1; lw a1, 0(a0): no device has a word between its words. */
    @Test
    void devicesRefuseOtherWidths() throws IOException {
        int[] betweenWords = {0x02000537, 0x00150513, 0x00052583};
        assertStuck(betweenWords);
        int[] byteOfTimer = {0x02000537, 0x00050583};
        assertStuck(byteOfTimer);
        int[] wordOfSerialPort = {0x10000537, 0x00a52023};
        assertStuck(wordOfSerialPort);
        int[] doubleOfDisk = {0x10001537, 0x00053583};
        assertStuck(doubleOfDisk);
        int[] atomicOnDisk = {0x10001537, 0x00a5252f};
        assertStuck(atomicOnDisk);
    }

    private void assertStuck(int... code) throws IOException {
        CommandRun run = bare(image(RISCV, code));
        assertEquals(75, run.code());
        assertTrue(run.err().contains("traps at its first instruction"), run.err());
    }

    private void assertRefused(byte[] image, String reason) throws IOException {
        CommandRun run = bare(image);
        assertEquals(65, run.code());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().contains(reason), run.err());
    }

    private CommandRun bare(byte[] image, String... options) throws IOException {
        Path file = folder.resolve("image");
        Files.write(file, image);
        String[] arguments = new String[options.length + 5];
        arguments[0] = "run";
        arguments[1] = "--bare";
        arguments[2] = "--ram";
        arguments[3] = "1M";
        System.arraycopy(options, 0, arguments, 4, options.length);
        arguments[arguments.length - 1] = file.toString();
        return CommandRun.of(arguments);
    }

    /** One segment with the code right behind the headers. */
    private static byte[] image(int machine, int... words) {
        ByteBuffer file =
                ByteBuffer.allocate(CODE + words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        long base = Integer.toUnsignedLong(BASE);
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        file.putShort((short) 2).putShort((short) machine).putInt(1).putLong(base);
        file.putLong(64).putLong(0).putInt(0).putShort((short) 64).putShort((short) 56);
        file.putShort((short) 1).position(64);
        file.putInt(1).putInt(7).putLong(CODE).putLong(base).putLong(base);
        file.putLong(words.length * 4L).putLong(words.length * 4L).putLong(4);
        for (int word : words) {
            file.putInt(word);
        }
        return file.array();
    }
}
