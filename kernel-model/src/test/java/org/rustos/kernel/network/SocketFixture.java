package org.rustos.kernel.network;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.file.ArrayMemory;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.memory.Frames;

import java.nio.charset.StandardCharsets;

/** A machine without a CPU that has a network: RAM, frames, and user memory that is an array. */
final class SocketFixture implements AutoCloseable {
    static final Payer FREE = Payer.NOBODY;
    static final Identity ME = new Identity(7, 0, 0);

    final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    final FrameAllocator allocator = new FrameAllocator(memory);
    final Volume volume =
            new Volume(memory, new Frames(allocator), new KernelHeap(), mc -> mc, problem -> {});
    final NetworkServices services = new NetworkServices(volume, new Loopback(), 8);

    ArrayMemory memory(byte[] bytes, int faultsAt) {
        return new ArrayMemory(memory, bytes, faultsAt);
    }

    ArrayMemory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return memory(bytes, bytes.length);
    }

    ArrayMemory room(int size) {
        return memory(new byte[size], size);
    }

    static OpenFile open(Socket socket) {
        return new OpenFile(socket, OpenFlags.READ_WRITE, "");
    }

    long send(Socket socket, String text) {
        return socket.send(text(text), Envelope.plain(ME), FREE);
    }

    /** What a receive gives, as text or as an errno's negative number. */
    String receive(Socket socket, int size) {
        ArrayMemory buffer = room(size);
        long result = socket.receive(buffer, false, FREE).result();
        return result < 0
                ? Long.toString(result)
                : new String(buffer.bytes, 0, (int) result, StandardCharsets.ISO_8859_1);
    }

    LocalConnection[] pair(SocketType type) {
        LocalConnection[] ends = {
            new LocalConnection(services, type, ME), new LocalConnection(services, type, ME)
        };
        ends[0].pairWith(ends[1]);
        return ends;
    }

    TcpSocket tcp() {
        return new TcpSocket(services, Domain.INTERNET_4, ME);
    }

    TcpSocket listener(int port, int backlog) {
        TcpSocket listener = tcp();
        listener.bind(InternetAddress.any(false, port), FREE);
        listener.listen(backlog, ME);
        return listener;
    }

    static InternetAddress at(int port) {
        return InternetAddress.loopback(false, port);
    }

    @Override
    public void close() {
        memory.close();
    }
}
