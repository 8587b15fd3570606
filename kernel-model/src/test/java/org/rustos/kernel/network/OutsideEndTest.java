package org.rustos.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Errno;

/** A party with a will of its own: credit, room, half closes and ends of both sides. */
class OutsideEndTest {
    private static final int PORT = 80;

    private final SocketFixture machine = new SocketFixture();
    private final Told told = new Told();

    @AfterEach
    void close() {
        machine.close();
    }

    private static final class Told implements OutsideEnd.Party {
        private final StringBuilder heard = new StringBuilder();
        private long sent;

        @Override
        public void received(byte[] bytes) {
            heard.append(new String(bytes, ISO_8859_1));
        }

        @Override
        public void sent(int bytes) {
            sent += bytes;
        }

        @Override
        public void finished() {
            heard.append("<finished>");
        }

        @Override
        public void closed() {
            heard.append("<closed>");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void itTakesNoMoreThanItsCredit() {
        TcpSocket listener = machine.listener(PORT, 4);
        OutsideEnd end = OutsideEnd.connect(machine.services, PORT, told, 5, 0);
        Socket inside = listener.accept(Payer.NOBODY).value();
        machine.send(inside, "hello world");
        assertEquals("hello", told.heard.toString());
        end.credit(3, 0);
        assertEquals("hello wo", told.heard.toString());
        end.credit(100, 0);
        assertEquals("hello world", told.heard.toString());
    }

    @Test
    void eachSideFinishesAndTheLastEndsIt() {
        TcpSocket listener = machine.listener(PORT, 4);
        OutsideEnd end = OutsideEnd.connect(machine.services, PORT, told, 100, 0);
        Socket inside = listener.accept(Payer.NOBODY).value();
        end.send(bytes("ask"), 0);
        end.finish(0);
        assertEquals("ask", machine.receive(inside, 10));
        assertEquals("", machine.receive(inside, 10));
        machine.send(inside, "answer");
        inside.end(Payer.NOBODY);
        assertEquals("answer<finished><closed>", told.heard.toString());
        end.send(bytes("late"), 0);
        end.vanish(0);
        assertEquals("answer<finished><closed>", told.heard.toString());
    }

    @Test
    void bytesWaitForRoomAndAreToldWhenTheyHaveIt() {
        TcpSocket listener = machine.listener(PORT, 4);
        OutsideEnd end = OutsideEnd.connect(machine.services, PORT, told, 100, 0);
        Socket inside = listener.accept(Payer.NOBODY).value();
        int much = 3_000_000;
        end.send(new byte[much], 0);
        end.finish(0);
        assertTrue(told.sent > 0 && told.sent < much, "sent " + told.sent);
        int got = 0;
        for (String part = machine.receive(inside, 50_000);
                !part.isEmpty() && part.charAt(0) == 0;
                part = machine.receive(inside, 50_000)) {
            got += part.length();
        }
        assertEquals(much, got);
        assertEquals(much, told.sent);
        assertEquals("", machine.receive(inside, 10));
    }

    @Test
    void whoVanishesResetsAndWhoIsRefusedIsClosed() {
        TcpSocket listener = machine.listener(PORT, 4);
        assertTrue(OutsideEnd.awaited(machine.services, PORT));
        OutsideEnd end = OutsideEnd.connect(machine.services, PORT, told, 1, 0);
        Socket inside = listener.accept(Payer.NOBODY).value();
        machine.send(inside, "unread");
        end.vanish(0);
        assertEquals(Long.toString(Errno.ECONNRESET.negative()), machine.receive(inside, 10));
        OutsideEnd.connect(machine.services, PORT, told, 1, 0);
        listener.end(Payer.NOBODY);
        assertEquals("u<closed><closed>", told.heard.toString());
        assertFalse(OutsideEnd.listening(machine.services, PORT));
        OutsideEnd.connect(machine.services, PORT, told, 1, 0);
        assertEquals("u<closed><closed><closed>", told.heard.toString());
    }
}
