package org.rustos.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rustos.kernel.network.SocketFixture.FREE;
import static org.rustos.kernel.network.SocketFixture.ME;
import static org.rustos.kernel.network.SocketFixture.open;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.file.ArrayMemory;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;

import java.util.List;

class LocalSocketTest {
    private static long give(SocketFixture f, Socket to, OpenFile... files) {
        Envelope envelope = new Envelope(null, null, ME, List.of(files));
        return to.send(f.text("x"), envelope, FREE);
    }

    /** Whatever the sizes of writes and reads are, the same bytes come out in the same order. */
    @Property(tries = 100)
    void aStreamKeepsItsBytes(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 9000) Integer> sizes) {
        try (SocketFixture f = new SocketFixture()) {
            LocalConnection[] ends = f.pair(SocketType.STREAM);
            StringBuilder in = new StringBuilder();
            StringBuilder out = new StringBuilder();
            for (int size : sizes) {
                String text = Integer.toString(size).repeat(size).substring(0, size);
                long sent = Math.max(0, f.send(ends[0], text));
                in.append(text, 0, (int) sent);
                if (in.length() > out.length()) {
                    out.append(f.receive(ends[1], size * 2 / 3 + 1));
                }
            }
            while (out.length() < in.length()) {
                out.append(f.receive(ends[1], 70_000));
            }
            assertEquals(in.toString(), out.toString());
        }
    }

    @Test
    void messagesKeepTheirBoundariesAndAFaultTakesNothing() {
        try (SocketFixture f = new SocketFixture()) {
            LocalConnection[] ends = f.pair(SocketType.SEQUENCED);
            f.send(ends[0], "one");
            f.send(ends[0], "");
            f.send(ends[0], "three");
            ArrayMemory bad = f.memory(new byte[9], 1);
            assertEquals(Errno.EFAULT.negative(), ends[1].receive(bad, false, FREE).result());
            assertEquals(
                    Errno.EFAULT.negative(),
                    ends[0].send(f.memory(new byte[9], 1), Envelope.plain(ME), FREE));
            assertEquals("on", f.receive(ends[1], 2));
            assertEquals("", f.receive(ends[1], 9));
            assertEquals("three", f.receive(ends[1], 9));
            assertEquals(Errno.EAGAIN.negative(), Long.parseLong(f.receive(ends[1], 9)));
        }
    }

    @Test
    void filesArriveWithTheirMessageAndAreClosedIfNobodyTakesThem() {
        try (SocketFixture f = new SocketFixture()) {
            LocalConnection[] ends = f.pair(SocketType.STREAM);
            OpenFile sent = open(f.tcp());
            f.send(ends[0], "plain ");
            assertEquals(1, give(f, ends[0], sent));
            f.send(ends[0], " later");
            sent.release(FREE);
            Received got = ends[1].receive(f.room(20), false, FREE);
            assertEquals(7, got.result());
            assertEquals(List.of(sent), got.rights());
            assertTrue(!sent.closed());
            f.services.drop(got.rights(), FREE);
            assertTrue(sent.closed());
            OpenFile lost = open(f.tcp());
            give(f, ends[0], lost);
            lost.release(FREE);
            open(ends[1]).release(FREE);
            assertTrue(lost.closed());
        }
    }

    @Test
    void onlySoManyFilesAreOnTheirWayAtOnce() {
        try (SocketFixture f = new SocketFixture()) {
            LocalConnection[] ends = f.pair(SocketType.STREAM);
            OpenFile file = open(f.tcp());
            for (int i = 0; i < 8; i++) {
                assertEquals(1, give(f, ends[0], file));
            }
            assertEquals(Errno.ETOOMANYREFS.negative(), give(f, ends[0], file));
            f.services.drop(ends[1].receive(f.room(1), false, FREE).rights(), FREE);
            assertEquals(1, give(f, ends[0], file));
        }
    }

    @Test
    void socketsInEachOthersQueuesAreClosedOneAfterTheOther() {
        try (SocketFixture f = new SocketFixture()) {
            int before = f.allocator.inUse();
            NetworkServices many = new NetworkServices(f.volume, new Loopback(), 100_000);
            OpenFile inner = open(new TcpSocket(many, Domain.INTERNET_4, ME));
            OpenFile innermost = inner;
            for (int i = 0; i < 50; i++) {
                LocalDatagram one = new LocalDatagram(many, ME);
                LocalDatagram other = new LocalDatagram(many, ME);
                one.pairWith(other);
                OpenFile holder = open(other);
                give(f, one, inner);
                inner.release(FREE);
                inner = holder;
            }
            inner.release(FREE);
            assertTrue(innermost.closed());
            assertEquals(before, f.allocator.inUse());
        }
    }

    @Test
    void withoutRamASendIsRefused() {
        try (SocketFixture f = new SocketFixture()) {
            LocalConnection[] ends = f.pair(SocketType.STREAM);
            int taken = 0;
            while (f.allocator.allocate() != 0) {
                taken++;
            }
            assertTrue(taken > 0);
            assertEquals(Errno.ENOBUFS.negative(), f.send(ends[0], "x"));
        }
    }

    @Test
    void aStrangersDatagramsWaitForRoomAndTellTheStranger() {
        try (SocketFixture f = new SocketFixture()) {
            LocalDatagram to = new LocalDatagram(f.services, ME);
            LocalAddress name = new LocalAddress("\0name");
            assertEquals(Errno.OK, to.bind(name, FREE));
            LocalDatagram from = new LocalDatagram(f.services, ME);
            assertEquals(Errno.EADDRINUSE, from.bind(name, FREE));
            Envelope envelope = new Envelope(name, f.services.named(name), ME, List.of());
            int sent = 0;
            while (from.send(f.text("m"), envelope, FREE) == 1) {
                sent++;
            }
            assertEquals(11, sent);
            int[] told = {0};
            from.waiters().add(at -> told[0]++);
            f.receive(to, 1);
            assertEquals(1, told[0]);
            assertEquals(1, from.send(f.text("m"), envelope, FREE));
        }
    }

    @Test
    void udpLosesWhatFindsNoRoom() {
        try (SocketFixture f = new SocketFixture()) {
            UdpSocket to = new UdpSocket(f.services, Domain.INTERNET_4, ME);
            to.bind(SocketFixture.at(53), FREE);
            to.options().receiveBuffer(1200);
            UdpSocket from = new UdpSocket(f.services, Domain.INTERNET_4, ME);
            Envelope envelope = new Envelope(SocketFixture.at(53), null, ME, List.of());
            for (int i = 0; i < 10; i++) {
                assertEquals(100, from.send(f.text("m".repeat(100)), envelope, FREE));
            }
            int got = 0;
            while (f.receive(to, 200).length() == 100) {
                got++;
            }
            assertEquals(3, got);
            from.connect(SocketFixture.at(54), null, ME, FREE);
            assertEquals(1, f.send(from, "x"));
            assertEquals(Errno.ECONNREFUSED.negative(), f.send(from, "x"));
        }
    }
}
