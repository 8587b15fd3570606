package org.rustos.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rustos.kernel.network.SocketFixture.FREE;
import static org.rustos.kernel.network.SocketFixture.ME;
import static org.rustos.kernel.network.SocketFixture.at;
import static org.rustos.kernel.network.SocketFixture.open;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;

class TcpSocketTest {
    private final SocketFixture f = new SocketFixture();

    @AfterEach
    void close() {
        f.close();
    }

    private Errno connect(TcpSocket socket, int port) {
        Errno begun = socket.connect(at(port), null, ME, FREE);
        return begun == Errno.EINPROGRESS ? socket.connected() : begun;
    }

    @Test
    void bytesGoBothWaysUntilEachEndIsDone() {
        TcpSocket listener = f.listener(80, 5);
        TcpSocket client = f.tcp();
        assertEquals(Errno.OK, connect(client, 80));
        Socket server = listener.accept(FREE).value();
        assertEquals(5, f.send(client, "hello"));
        assertEquals("hel", f.receive(server, 3));
        assertEquals(Errno.OK, client.shutdown(false, true, FREE));
        assertEquals("lo", f.receive(server, 9));
        assertEquals("", f.receive(server, 9));
        assertEquals(3, f.send(server, "bye"));
        assertEquals("bye", f.receive(client, 9));
        assertEquals(Errno.EPIPE.negative(), f.send(client, "x"));
    }

    @Test
    void nobodyListensAndNobodyIsReachableOutside() {
        TcpSocket client = f.tcp();
        assertEquals(Errno.ECONNREFUSED, connect(client, 81));
        InternetAddress outside = new InternetAddress(false, 0, 0x08080808L, 80);
        assertEquals(Errno.ENETUNREACH, client.connect(outside, null, ME, FREE));
        assertEquals(Errno.EADDRNOTAVAIL, f.tcp().bind(outside, FREE));
    }

    @Test
    void aFullBacklogLetsTheNextOneWaitForAnAccept() {
        TcpSocket listener = f.listener(80, 0);
        assertEquals(Errno.OK, connect(f.tcp(), 80));
        TcpSocket second = f.tcp();
        assertEquals(Errno.EINPROGRESS, connect(second, 80));
        assertEquals(Errno.EALREADY, second.connect(at(80), null, ME, FREE));
        assertTrue(listener.accept(FREE).ok());
        assertEquals(Errno.OK, second.connected());
        assertEquals(Errno.EISCONN, second.connect(at(80), null, ME, FREE));
    }

    @Test
    void closingWithUnreadBytesResetsThePeer() {
        TcpSocket listener = f.listener(80, 5);
        TcpSocket client = f.tcp();
        connect(client, 80);
        OpenFile server = open(listener.accept(FREE).value());
        f.send(client, "unread");
        server.release(FREE);
        assertEquals(Inode.FAILED | Inode.HUNG_UP, client.ready(null) & 0x18);
        assertEquals(Errno.ECONNRESET.negative(), Long.parseLong(f.receive(client, 5)));
        assertEquals("", f.receive(client, 5));
    }

    @Test
    void aSenderIsHeldBackUntilThereIsRoom() {
        TcpSocket listener = f.listener(80, 5);
        TcpSocket client = f.tcp();
        connect(client, 80);
        Socket server = listener.accept(FREE).value();
        long sent = 0;
        for (long part; (part = f.send(client, "x".repeat(5000))) > 0; ) {
            sent += part;
        }
        assertEquals(16_384 + 131_072, sent);
        assertEquals(0, client.ready(null) & Inode.WRITABLE);
        assertEquals(100_000, f.receive(server, 100_000).length());
        assertEquals(Inode.WRITABLE, client.ready(null) & Inode.WRITABLE);
        assertEquals(5000, f.send(client, "x".repeat(5000)));
    }

    @Test
    void portsAreGivenOutInOrderAndTakenOnce() {
        TcpSocket first = f.tcp();
        TcpSocket second = f.tcp();
        first.bind(InternetAddress.any(false, 0), FREE);
        second.bind(InternetAddress.any(false, 0), FREE);
        assertEquals(InternetAddress.any(false, 32_768), first.name());
        assertEquals(InternetAddress.any(false, 32_769), second.name());
        assertEquals(Errno.EADDRINUSE, f.tcp().bind(at(32_768), FREE));
        TcpSocket again = f.tcp();
        again.options().reuseAddress(true);
        first.options().reuseAddress(true);
        assertEquals(Errno.OK, again.bind(at(32_768), FREE));
        assertEquals(Errno.OK, first.listen(1, ME));
        TcpSocket late = f.tcp();
        late.options().reuseAddress(true);
        assertEquals(Errno.EADDRINUSE, late.bind(at(32_768), FREE));
    }

    @Test
    void whoeverListensNoMoreRefusesThoseWhoWait() {
        TcpSocket listener = f.listener(80, 0);
        OpenFile file = open(listener);
        TcpSocket first = f.tcp();
        TcpSocket second = f.tcp();
        connect(first, 80);
        assertEquals(Errno.EINPROGRESS, connect(second, 80));
        file.release(FREE);
        assertEquals(Errno.ECONNRESET.negative(), Long.parseLong(f.receive(first, 1)));
        assertEquals(Errno.ECONNREFUSED, second.connected());
    }
}
