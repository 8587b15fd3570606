package org.rustos.cpu.riscv.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

import org.junit.jupiter.api.Test;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.riscv.hart.RiscvMemory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The disk's registers and queue, with drivers that do as they please. */
class VirtioMmioTest {
    private static final long BASE = RiscvMemory.RAM_BASE;
    private static final int RAM = 1 << 21;
    private static final int SECTORS = 16;
    private static final long DESCRIPTORS = BASE;
    private static final long DRIVER = BASE + 0x2000;
    private static final long DEVICE = BASE + 0x3000;
    private static final long HEADER = BASE + 0x4000;
    private static final long DATA = BASE + 0x5000;
    private static final long STATUS = BASE + 0x4800;

    private static final int NEXT = 1;
    private static final int WRITE = 2;

    @Test
    void featuresThatWereNotOfferedAreRefused() throws IOException {
        with(
                (device, memory) -> {
                    device.write(0x70, 4, 3);
                    device.write(0x24, 4, 1);
                    device.write(0x20, 4, 3);
                    device.write(0x70, 4, 11);
                    assertEquals(3, device.read(0x70, 4));
                    device.write(0x20, 4, 1);
                    device.write(0x70, 4, 11);
                    assertEquals(11, device.read(0x70, 4));
                    device.write(0x20, 4, 0);
                    device.write(0x70, 4, 15);
                    assertEquals(15, device.read(0x70, 4), "what was agreed on stays");
                });
    }

    @Test
    void aPlaceWithoutDeviceSaysSo() {
        try (PhysicalMemory ram = new PhysicalMemory(RAM)) {
            VirtioMmio device = new VirtioMmio(null, new GuestMemory(ram, ram.reservations()));
            assertEquals(0x74726976, device.read(0, 4));
            assertEquals(0, device.read(8, 4));
            device.write(0x70, 4, 15);
            device.write(0x44, 4, 1);
            device.write(0x50, 4, 0);
            assertEquals(0, device.read(0x70, 4));
            assertFalse(device.busy());
        }
    }

    @Test
    void registersAreWordsAndTheConfigurationIsNot() throws IOException {
        with(
                (device, memory) -> {
                    assertFalse(device.answers(0, 8));
                    assertFalse(device.answers(0x70, 1));
                    assertTrue(device.answers(0x70, 4));
                    assertTrue(device.answers(0x100, 1));
                    assertFalse(device.answers(0x100, 8));
                    assertEquals(SECTORS, device.read(0x100, 4));
                    assertEquals(SECTORS, device.read(0x100, 1));
                    assertEquals(512, device.read(0x114, 4));
                    assertEquals(0, device.read(0xffc, 4));
                });
    }

    @Test
    void aReadyQueueStaysWhereItIs() throws IOException {
        with(
                (device, memory) -> {
                    start(device);
                    device.write(0x38, 4, 0);
                    device.write(0x80, 4, 0);
                    device.write(0x84, 4, 0);
                    assertEquals(0, read(device, memory, 3, 512));
                    assertEquals(3, memory.getByte(DATA));
                });
    }

    @Test
    void aQueueOutsideRamOrOfAnOddSizeStopsTheDevice() throws IOException {
        for (long[] bad : new long[][] {{0x38, 3}, {0x38, 512}, {0x38, 0}, {0x80, 8}, {0xa4, 9}}) {
            with(
                    (device, memory) -> {
                        place(device);
                        device.write(bad[0], 4, bad[1]);
                        device.write(0x44, 4, 1);
                        device.write(0x70, 4, 15);
                        device.write(0x50, 4, 0);
                        assertEquals(15 | 64, device.read(0x70, 4), "register " + bad[0]);
                        assertEquals(0, device.read(0x44, 4));
                        device.write(0x70, 4, 0);
                        assertEquals(0, device.read(0x70, 4));
                    });
        }
    }

    /** 256 requests of 16 sectors for one notification: they come in portions, and all come. */
    @Test
    void muchAtOnceIsServedBitByBit() throws IOException {
        with(
                (device, memory) -> {
                    start(device);
                    request(memory, 0, 0, SECTORS * 512, true);
                    for (int i = 0; i < 256; i++) {
                        memory.putShort(DRIVER + 4 + 2L * i, 0);
                    }
                    memory.putShort(DRIVER + 2, 256);
                    device.write(0x50, 4, 0);
                    assertTrue(device.busy());
                    assertEquals(64, memory.getShort(DEVICE + 2));
                    int looks = 0;
                    while (device.busy()) {
                        device.serve();
                        assertTrue(++looks < 10, "ends");
                    }
                    assertEquals(256, memory.getShort(DEVICE + 2));
                });
    }

    @Test
    void aDriverThatWantsNoInterruptGetsNone() throws IOException {
        with(
                (device, memory) -> {
                    start(device);
                    memory.putShort(DRIVER, 1);
                    assertEquals(0, read(device, memory, 0, 512));
                    assertFalse(device.interrupt());
                    memory.putShort(DRIVER, 0);
                    assertEquals(0, read(device, memory, 0, 512));
                    assertTrue(device.interrupt());
                    device.write(0x64, 4, 1);
                    assertFalse(device.interrupt());
                });
    }

    @Test
    void aLengthThatWrapsIsAnError() throws IOException {
        with(
                (device, memory) -> {
                    start(device);
                    assertEquals(1, read(device, memory, Long.MAX_VALUE, 512));
                    assertEquals(1, read(device, memory, 1L << 55, 512));
                    assertEquals(1, read(device, memory, SECTORS - 1, 1024));
                });
    }

    @Test
    void aDiskThatShrinksReadsAsZeros() throws IOException {
        Path file = file();
        try (DiskImage disk = DiskImage.open(file)) {
            Files.write(file, new byte[] {9});
            byte[] sector = new byte[512];
            disk.read(512, sector);
            assertEquals(0, sector[0]);
        } finally {
            Files.delete(file);
        }
        assertThrows(IOException.class, () -> DiskImage.open(Path.of("/dev/null")));
        assertThrows(IOException.class, () -> DiskImage.open(Path.of("/none")));
    }

    /** Random registers, queues and requests: no exception, and an end. */
    @Property(tries = 2000)
    void noDriverHarmsTheHost(
            @ForAll("words") List<Integer> memoryWords,
            @ForAll("writes") List<Tuple2<Integer, Integer>> writes)
            throws IOException {
        with(
                (device, memory) -> {
                    start(device);
                    for (int i = 0; i < memoryWords.size(); i++) {
                        // Descriptors, then the driver's ring.
                        memory.putInt(
                                i < 32 ? DESCRIPTORS + 4L * i : DRIVER + 4L * (i - 32),
                                memoryWords.get(i));
                    }
                    for (Tuple2<Integer, Integer> write : writes) {
                        device.write(write.get1(), 4, write.get2());
                        device.read(write.get1(), 4);
                    }
                    device.write(0x50, 4, 0);
                    for (int i = 0; i < 5; i++) {
                        device.serve();
                    }
                });
    }

    @Provide
    Arbitrary<List<Integer>> words() {
        Arbitrary<Integer> word =
                Arbitraries.of(
                        0,
                        1,
                        2,
                        3,
                        7,
                        8,
                        16,
                        512,
                        0x10001,
                        0x20001,
                        0x80000000,
                        0x80004000,
                        0x80005000,
                        0x801ffff8,
                        0x7fffffff,
                        -1);
        return word.list().ofSize(48);
    }

    @Provide
    Arbitrary<List<Tuple2<Integer, Integer>>> writes() {
        Arbitrary<Integer> register =
                Arbitraries.of(
                        0x14, 0x20, 0x24, 0x30, 0x38, 0x44, 0x50, 0x64, 0x70, 0x80, 0x84, 0x90,
                        0x94, 0xa0, 0xa4, 0x100, 0xffc);
        Arbitrary<Integer> value =
                Arbitraries.of(0, 1, 3, 8, 11, 15, 64, 256, 0x80000000, 0x80001000, -1);
        return register.flatMap(r -> value.map(v -> Tuple.of(r, v))).list().ofMaxSize(12);
    }

    private interface Driver {
        void run(VirtioMmio device, GuestMemory memory) throws IOException;
    }

    private static void with(Driver driver) throws IOException {
        Path file = file();
        try (PhysicalMemory ram = new PhysicalMemory(RAM);
                DiskImage disk = DiskImage.open(file)) {
            GuestMemory memory = new GuestMemory(ram, ram.reservations());
            driver.run(new VirtioMmio(new VirtioBlock(memory, disk), memory), memory);
        } finally {
            Files.delete(file);
        }
    }

    /** Each sector holds its number. */
    private static Path file() throws IOException {
        byte[] content = new byte[SECTORS * 512 - 100];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i / 512);
        }
        return Files.write(Files.createTempFile("disk", null), content);
    }

    private static void start(VirtioMmio device) {
        place(device);
        device.write(0x44, 4, 1);
        device.write(0x70, 4, 15);
    }

    private static void place(VirtioMmio device) {
        device.write(0x70, 4, 3);
        device.write(0x24, 4, 1);
        device.write(0x20, 4, 1);
        device.write(0x70, 4, 11);
        device.write(0x38, 4, 256);
        device.write(0x80, 4, DESCRIPTORS);
        device.write(0x90, 4, DRIVER);
        device.write(0xa0, 4, DEVICE);
    }

    private static long read(VirtioMmio device, GuestMemory memory, long sector, int length) {
        request(memory, 0, sector, length, true);
        int index = memory.getShort(DRIVER + 2);
        memory.putShort(DRIVER + 4 + 2L * (index & 255), 0);
        memory.putShort(DRIVER + 2, index + 1);
        device.write(0x50, 4, 0);
        assertEquals(index + 1, memory.getShort(DEVICE + 2));
        return memory.getByte(STATUS);
    }

    private static void request(GuestMemory memory, int type, long sector, int length, boolean in) {
        memory.putInt(HEADER, type);
        memory.putLong(HEADER + 8, sector);
        describe(memory, 0, HEADER, 16, NEXT);
        describe(memory, 1, DATA, length, NEXT | (in ? WRITE : 0));
        describe(memory, 2, STATUS, 1, WRITE);
    }

    private static void describe(GuestMemory memory, int index, long at, int length, int flags) {
        long descriptor = DESCRIPTORS + 16L * index;
        memory.putLong(descriptor, at);
        memory.putInt(descriptor + 8, length);
        memory.putShort(descriptor + 12, flags);
        memory.putShort(descriptor + 14, index + 1);
    }
}
