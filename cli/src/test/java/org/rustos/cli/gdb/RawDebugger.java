package org.rustos.cli.gdb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of the protocol by hand, and what gdb would never send. */
final class RawDebugger implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    RawDebugger(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    void raw(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(String body) throws IOException {
        raw(PacketCodec.frame(body));
    }

    /** The next byte, or -1 at the end. */
    int next() throws IOException {
        return socket.getInputStream().read();
    }

    /** The body of the next packet; null at the end. */
    String receive() throws IOException {
        StringBuilder body = new StringBuilder();
        int next = next();
        while (next >= 0 && next != '$') {
            next = next();
        }
        for (next = next(); next >= 0 && next != '#'; next = next()) {
            body.append((char) next);
        }
        if (next < 0) {
            return null;
        }
        next();
        next();
        raw("+");
        return body.toString();
    }

    String ask(String body) throws IOException {
        send(body);
        return receive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
