package org.rustos.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.serve.job.ResultFolders;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A hundred thousand times what no browser sends, from clients that know the token too. */
class HostileClientTest {
    private static final int REQUESTS = 8_000;
    private static final int FRAMES = 92_000;

    /** Frames that come at once. */
    private static final int BURST = 10;

    private static final String TOKEN = "0123456789abcdef0123";
    private static final String HEAD =
            "Host: 127.0.0.1:4711\r\nOrigin: http://127.0.0.1:4711\r\nCookie: rustos-4711="
                    + TOKEN
                    + "\r\n";

    private static final List<String> REQUEST_SEEDS =
            List.of(
                    "GET / HTTP/1.1\r\n" + HEAD + "\r\n",
                    "GET /?token=" + TOKEN + " HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n",
                    "GET /live HTTP/1.1\r\n" + HEAD + Visitor.UPGRADE + "\r\n",
                    "POST / HTTP/1.1\r\n" + HEAD + "Content-Length: 5\r\n\r\nhello",
                    "GET /results/a/report.html HTTP/1.1\r\n"
                            + HEAD
                            + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                    "GET / HTTP/1.1\r\n"
                            + HEAD
                            + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");

    private static final List<String> COMMAND_SEEDS =
            List.of(
                    "{\"ref\":1,\"do\":\"suite\",\"suite\":\"quick\",\"cpu\":[\"x86-zen3\"],\"mechanism\":[]}",
                    "{\"do\":\"guest\",\"workload\":\"file-read\",\"cpu\":\"x86-zen3\",\"mechanism\":\"channel\",\"set\":{\"a\":\"1\"},\"cores\":1,\"pace\":0}",
                    "{\"do\":\"watch\",\"job\":1}",
                    "{\"do\":\"cancel\",\"job\":-1}",
                    "{\"do\":\"look\",\"x\":[[[[{}]]]]}");

    @TempDir private static Path out;

    private static Wiring wiring;

    @BeforeAll
    static void wire() {
        wiring =
                new Wiring(
                        new AccessToken(TOKEN),
                        new OwnAddress("127.0.0.1", 4711),
                        new FakeJobs(),
                        new ResultFolders(out));
    }

    /** Changes, drops, repeats or inserts a few bytes. */
    private static byte[] damaged(byte[] seed, SplittableRandom random) {
        byte[] bytes = seed.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(24));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = joined(bytes, at, new byte[0], at + length);
                case 2 -> bytes = joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
                case 3 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    bytes = joined(bytes, at, noise, at);
                }
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] all = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, all, to, middle.length);
        System.arraycopy(bytes, from, all, to + middle.length, bytes.length - from);
        return all;
    }

    @Test
    void requestsAreAnsweredOnceAndBounded() {
        SplittableRandom random = new SplittableRandom(1);
        int served = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String seed = REQUEST_SEEDS.get(random.nextInt(REQUEST_SEEDS.size()));
            byte[] bytes = damaged(seed.getBytes(ISO_8859_1), random);
            Visitor visitor = new Visitor(wiring);
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            String answer =
                    visitor.send(Arrays.copyOf(bytes, cut))
                            + visitor.send(Arrays.copyOfRange(bytes, cut, bytes.length));
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1."), answer);
            served += answer.startsWith("HTTP/1.1 200") ? 1 : 0;
            if (answer.startsWith("HTTP/1.1 200")) {
                assertTrue(new String(bytes, ISO_8859_1).contains(TOKEN), "without the token");
            }
            visitor.leave();
        }
        assertTrue(served > REQUESTS / 50, "some are still right: " + served);
        assertEquals(0, wiring.connections());
    }

    private static byte[] frame(SplittableRandom random) {
        String seed = COMMAND_SEEDS.get(random.nextInt(COMMAND_SEEDS.size()));
        byte[] text = damaged(seed.getBytes(UTF_8), random);
        if (random.nextInt(200) != 0) {
            // Text that is no UTF-8 ends the connection, so that little of the rest was tried.
            for (int at = 0; at < text.length; at++) {
                text[at] &= 0x7f;
            }
        }
        int first = random.nextInt(200) == 0 ? random.nextInt(256) : 0x81;
        byte[] frame = Visitor.frame(first, text);
        return random.nextInt(100) == 0 ? damaged(frame, random) : frame;
    }

    private static Visitor socket() {
        Visitor visitor = new Visitor(wiring);
        String answer = visitor.send("GET /live HTTP/1.1\r\n" + HEAD + Visitor.UPGRADE + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 101"), answer);
        return visitor;
    }

    @Test
    void framesAreAnsweredOrEndTheirConnection() {
        SplittableRandom random = new SplittableRandom(2);
        Visitor visitor = socket();
        int ended = 0;
        int answered = 0;
        for (int i = 0; i < FRAMES; i += BURST) {
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            for (int j = 0; j < BURST; j++) {
                burst.writeBytes(frame(random));
            }
            String answer = visitor.send(burst.toByteArray());
            answered += answer.split("\"is\":\"answer\"", -1).length - 1;
            assertTrue(answer.length() < 1000 * BURST, answer);
            if (!visitor.open() || random.nextInt(100) == 0) {
                visitor.leave();
                visitor = socket();
                ended++;
            }
        }
        visitor.leave();
        assertTrue(answered > FRAMES * 3 / 4, "answered: " + answered);
        assertTrue(ended > 100, "ended: " + ended);
        assertEquals(0, wiring.connections());
        visitor = socket();
        assertTrue(visitor.send(Visitor.frame("{\"do\":\"look\"}")).contains("\"ok\":true"));
        visitor.leave();
    }
}
