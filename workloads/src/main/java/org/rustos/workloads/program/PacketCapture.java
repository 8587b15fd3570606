package org.rustos.workloads.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A made-up capture in the format of libpcap: web traffic among other ports, protocols and a few
 * frames that are no IPv4 at all. The same arguments give the same bytes.
 */
final class PacketCapture {
    private static final int[] OTHER_PORTS = {22, 53, 123, 8080, 444, 81};
    private static final int[] SIZES = {60, 66, 74, 128, 256, 590, 1514};
    private static final int RECORD_HEAD = 16;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private long state = 0x5eed;

    private PacketCapture() {}

    static byte[] bytes(int packets, int passPercent) {
        PacketCapture capture = new PacketCapture();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0xa1b2_c3d4).putShort((short) 2).putShort((short) 4);
        head.putInt(16, 65_535).putInt(20, 1); // Ethernet
        file.writeBytes(head.array());
        for (int i = 0; i < packets; i++) {
            // Spread evenly: of any hundred packets the percentage is wanted.
            boolean wanted = (i * 37 + 11) % 100 < passPercent;
            byte[] packet = capture.packet(wanted);
            ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD).order(ByteOrder.LITTLE_ENDIAN);
            record.putInt(i / 1000).putInt(i % 1000 * 1000);
            record.putInt(packet.length).putInt(packet.length);
            file.writeBytes(record.array());
            file.writeBytes(packet);
        }
        return file.toByteArray();
    }

    private int next(int bound) {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) ((state >>> 33) % bound);
    }

    private byte[] packet(boolean wanted) {
        int options = next(8) == 0 ? 3 : 0; // words of options in the IPv4 header
        ByteBuffer packet = ByteBuffer.allocate(SIZES[next(SIZES.length)] + 4 * options);
        for (int i = 0; i < packet.capacity(); i++) {
            packet.put(i, (byte) next(256));
        }
        boolean other = !wanted && next(6) == 0;
        packet.putShort(12, (short) (other ? 0x86dd : 0x0800));
        packet.put(14, (byte) (0x45 + options));
        boolean noPorts = !wanted && next(6) == 0;
        packet.put(23, (byte) (noPorts ? ICMP : next(3) == 0 ? UDP : TCP));
        int port = wanted ? next(2) == 0 ? 80 : 443 : OTHER_PORTS[next(OTHER_PORTS.length)];
        packet.putShort(14 + 4 * (5 + options) + 2, (short) port);
        return packet.array();
    }
}
