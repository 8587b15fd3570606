package org.rustos.kernel.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.core.elf.ElfException;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.map.RingBuffer;
import org.rustos.kernel.ebpf.object.BpfObject;
import org.rustos.kernel.ebpf.object.LoadedObject;
import org.rustos.kernel.ebpf.object.ObjectReader;
import org.rustos.kernel.ebpf.run.ContextRegion;
import org.rustos.kernel.ebpf.run.Environment;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.run.Memory;
import org.rustos.kernel.ebpf.run.Outcome;
import org.rustos.kernel.ebpf.run.Region;
import org.rustos.kernel.ebpf.verify.Verdict;
import org.rustos.kernel.ebpf.verify.Verifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * What clang made of the programs in {@code src/test/bpf} is accepted and does what its source
 * says.
 */
final class CompiledProgramsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private static byte[] file(String name) {
        try (InputStream in =
                CompiledProgramsTest.class.getResourceAsStream("objects/" + name + ".o")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoadedObject load(String name) throws Exception {
        return LoadedObject.of(ObjectReader.read(file(name)), 2);
    }

    /** A frame with an IPv4 header whose checksum is right, and two ports. */
    private static byte[] packet(int protocol, int port) {
        ByteBuffer packet = ByteBuffer.allocate(64);
        packet.putShort(12, (short) 0x0800).put(14, (byte) 0x45).putShort(16, (short) 50);
        packet.put(22, (byte) 64).put(23, (byte) protocol);
        packet.putInt(26, 0x0a00_0001).putInt(30, 0x0a00_0002);
        packet.putShort(34, (short) 4000).putShort(36, (short) port);
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        packet.putShort(24, (short) ~sum);
        return packet.array();
    }

    private static long run(LoadedObject object, String program, byte[] data) {
        Memory memory = new Memory();
        Program code = object.program(program).program();
        long address = memory.add(new Region(data, true));
        ContextRegion context =
                new ContextRegion(code.type().context(), address, address + data.length);
        Outcome outcome =
                new Interpreter(memory, Environment.still())
                        .run(object.program(program), memory.add(context), 0, 10_000);
        assertNull(outcome.fault());
        return (int) outcome.r0();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call_filter",
                "checksum",
                "connections",
                "events",
                "globals",
                "legacy_map",
                "port_filter",
                "protocol_count",
                "rate_limit",
                "search",
                "signed_math",
                "subprograms",
                "tail_calls",
                "tree_lookup"
            })
    void isAccepted(String name) throws Exception {
        BpfObject object = ObjectReader.read(file(name));
        for (Program program : object.programs()) {
            Verdict verdict = Verifier.verify(program);
            assertEquals(null, verdict.reason(), verdict.instruction() + " " + verdict.state());
        }
    }

    @ParameterizedTest
    @CsvSource({"6,80,2", "6,443,2", "17,443,2", "6,22,1", "6,81,1", "1,80,1"})
    void filtersPorts(int protocol, int port, int verdict) throws Exception {
        assertEquals(verdict, run(load("port_filter"), "port_filter", packet(protocol, port)));
    }

    @Test
    void dropsWhatIsCut() throws Exception {
        byte[] cut = Arrays.copyOf(packet(TCP, 80), 37);
        assertEquals(1, run(load("port_filter"), "port_filter", cut));
    }

    @Test
    void checksTheHeadersSum() throws Exception {
        byte[] packet = packet(TCP, 80);
        assertEquals(2, run(load("checksum"), "checksum", packet));
        packet[30]++;
        assertEquals(1, run(load("checksum"), "checksum", packet));
    }

    @Test
    void goesOnInAnotherProgram() throws Exception {
        LoadedObject object = load("tail_calls");
        assertEquals(2, run(object, "dispatch", packet(TCP, 80)));
        assertEquals(3, run(object, "dispatch", packet(UDP, 80)));
        assertEquals(1, run(object, "dispatch", packet(1, 80)));
    }

    @Test
    void reportsToAReaderUntilTheBufferIsFull() throws Exception {
        LoadedObject object = load("events");
        RingBuffer ring = (RingBuffer) object.map("events");
        for (int i = 0; i < 200; i++) {
            assertEquals(2, run(object, "events_of", packet(TCP, 80)));
        }
        run(object, "events_of", new byte[10]);
        int records = 0;
        for (byte[] record = ring.take(); record != null; record = ring.take()) {
            ByteBuffer event = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(50, event.getInt(16));
            records++;
        }
        assertEquals(4096 / 32, records);
        assertEquals(73, ring.lost());
    }

    @Test
    void remembersInMapsAndGlobals() throws Exception {
        LoadedObject globals = load("globals");
        byte[] five = {5};
        for (int i = 0; i < 111; i++) {
            assertEquals(2, run(globals, "weigh", five));
        }
        assertEquals(1, run(globals, "weigh", five)); // 112 times 9 is more than 1000
        LoadedObject seen = load("connections");
        assertEquals(3, run(seen, "connections", packet(TCP, 80)));
        assertEquals(2, run(seen, "connections", packet(TCP, 80)));
        for (int port = 1000; port < 1064; port++) {
            assertEquals(3, run(seen, "connections", packet(TCP, port)));
        }
        assertEquals(3, run(seen, "connections", packet(TCP, 80))); // made room for the others
    }

    @Test
    void walksATree() throws Exception {
        LoadedObject tree = load("tree_lookup");
        ByteBuffer node = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        node.putInt(0, 2).putInt(4, 1);
        node.putLong(8, 0).putLong(16, 7).putLong(256, 5).putLong(264, 99);
        assertEquals(1, run(tree, "tree_lookup", node.array()));
        node.putLong(8, 1);
        assertEquals(2, run(tree, "tree_lookup", node.array()));
        node.putInt(4, 0);
        assertEquals(0, run(tree, "tree_lookup", node.array()));
    }

    @Test
    void refusesBrokenFilesWithOneLine() {
        byte[] good = file("events");
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            byte[] bad =
                    Arrays.copyOf(
                            good,
                            random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = 0; j < 1 + random.nextInt(4) && bad.length > 0; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                ObjectReader.read(bad).programs().forEach(Verifier::verify);
            } catch (ElfException | BytecodeException refused) {
                assertNotNull(refused.getMessage());
            }
        }
        ElfException empty =
                assertThrows(ElfException.class, () -> ObjectReader.read(new byte[64]));
        assertEquals("is no ELF file", empty.getMessage());
    }
}
