package org.rustos.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import java.io.ByteArrayOutputStream;

/** One connection to the wiring without a socket: bytes go in, bytes come out. */
final class Visitor {
    static final String UPGRADE =
            String.join(
                    "\r\n",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "");

    private final EmbeddedChannel channel;

    Visitor(Wiring wiring) {
        channel = new EmbeddedChannel(wiring);
    }

    /** Sends bytes; what comes back, as far as it comes at once. */
    String send(byte[] bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            channel.runPendingTasks();
        }
        return received();
    }

    String send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    private String received() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.append(part.toString(ISO_8859_1));
            part.release();
        }
        return all.toString();
    }

    boolean open() {
        return channel.isOpen();
    }

    /** The client is gone. */
    void leave() {
        var _ = channel.close();
        received();
        channel.finishAndReleaseAll();
    }

    /** A text as a browser sends it. */
    static byte[] frame(String text) {
        return frame(0x81, text.getBytes(UTF_8));
    }

    /**
     * Any frame of a browser: masked, by zeros.
     *
     * @param first FIN, reserved bits and opcode
     */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(0x80 | 126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >>> shift));
            }
        }
        out.write(new byte[4], 0, 4);
        out.write(payload, 0, payload.length);
        return out.toByteArray();
    }
}
