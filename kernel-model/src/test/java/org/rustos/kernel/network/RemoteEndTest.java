package org.rustos.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Somebody outside of the machine, and a port that is a file. */
class RemoteEndTest {
    private static final int PORT = 80;

    private final SocketFixture machine = new SocketFixture();

    @AfterEach
    void close() {
        machine.close();
    }

    /** Says its lines, each after an answer; a connection for so many of them. */
    private static final class Talker implements RemoteClient {
        private final Deque<String> lines;
        private final int each;
        private final StringBuilder heard = new StringBuilder();
        private int said;
        private int answered;

        Talker(int each, String... lines) {
            this.each = each;
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public int port() {
            return PORT;
        }

        @Override
        public byte[] connected() {
            said = 0;
            answered = 0;
            return lines.isEmpty() ? null : say();
        }

        private byte[] say() {
            said++;
            return lines.removeFirst().getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public byte[] received(byte[] bytes) {
            answered++;
            heard.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('|');
            return said < each && !lines.isEmpty() ? say() : new byte[0];
        }

        @Override
        public boolean closes() {
            return answered == said && (said == each || lines.isEmpty());
        }
    }

    private Socket accept(TcpSocket listener) {
        return listener.accept(Payer.NOBODY).value();
    }

    @Test
    void itConnectsWhenSomebodyListensAndGoesOnWithEachAnswer() {
        Talker talker = new Talker(2, "a", "b", "c");
        RemoteEnd.attach(machine.services, talker);
        TcpSocket listener = machine.listener(PORT, 4);
        Socket first = accept(listener);
        assertEquals("a", machine.receive(first, 10));
        assertEquals(Long.toString(Errno.EAGAIN.negative()), machine.receive(first, 10));
        machine.send(first, "one");
        assertEquals("b", machine.receive(first, 10));
        assertEquals(Errno.EAGAIN, listener.accept(Payer.NOBODY).error(), "no second one yet");
        machine.send(first, "two");
        assertEquals("", machine.receive(first, 10), "it closed");
        Socket second = accept(listener);
        assertEquals("c", machine.receive(second, 10));
        machine.send(second, "three");
        assertEquals("one|two|three|", talker.heard.toString());
        assertEquals(Errno.EAGAIN, listener.accept(Payer.NOBODY).error(), "it wants no more");
    }

    @Test
    void moreThanFitsIsSentAsRoomComes() {
        String much = "x".repeat(3_000_000);
        RemoteEnd.attach(machine.services, new Talker(1, much));
        Socket end = accept(machine.listener(PORT, 4));
        int got = 0;
        for (String part = machine.receive(end, 50_000);
                part.startsWith("x");
                part = machine.receive(end, 50_000)) {
            got += part.length();
        }
        assertEquals(much.length(), got);
    }

    @Test
    void aServerThatGoesAwayEndsItWithoutADeeperAndDeeperStack() {
        String[] lines = new String[5_000];
        Arrays.fill(lines, "a");
        Talker talker = new Talker(1, lines);
        RemoteEnd.attach(machine.services, talker);
        TcpSocket listener = machine.listener(PORT, 4);
        Socket end = accept(listener);
        listener.end(Payer.NOBODY);
        end.end(Payer.NOBODY);
        assertTrue(talker.lines.isEmpty());
    }

    @Test
    void whoOpensThePortsFileHasTheNextConnection() {
        FileSystem files = new FileSystem(machine.volume, new Directory(machine.volume, 0755));
        ListenFile.install(files, machine.services, PORT);
        Answer<OpenFile> early = open(files);
        assertEquals(Errno.EAGAIN, early.error());
        Inode place =
                files.find(files.root(), "/net/tcp/80", true, Credentials.ROOT, Payer.NOBODY)
                        .value();
        boolean[] woken = {false};
        place.waiters().add(_ -> woken[0] = true);
        RemoteEnd.attach(machine.services, new Talker(1, "hello"));
        assertTrue(woken[0], "it listens already: the client connects at once");
        OpenFile opened = open(files).value();
        assertEquals("hello", machine.receive((Socket) opened.inode(), 10));
    }

    private static Answer<OpenFile> open(FileSystem files) {
        return files.open(
                files.root(),
                "/net/tcp/80",
                OpenFlags.READ_WRITE,
                0,
                Credentials.ROOT,
                Payer.NOBODY);
    }
}
