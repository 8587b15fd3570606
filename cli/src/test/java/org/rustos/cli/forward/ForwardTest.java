package org.rustos.cli.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;
import org.rustos.cli.Main;
import org.rustos.cli.run.HostStreams;
import org.rustos.core.Sha256;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs of the host talk to a guest over real sockets, and a recording needs none of them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ForwardTest {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1 port (\\d+) to");

    private static final int FORGERIES = 16;

    @TempDir Path folder;

    /** A run of web-server that goes on in its own thread. */
    private static final class Server {
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> code;
        private final int port;

        Server(String... more) throws InterruptedException {
            List<String> arguments =
                    new ArrayList<>(List.of("run", "web-server", "--forward", "0:80"));
            arguments.addAll(List.of(more));
            HostStreams none =
                    new HostStreams(
                            new ByteArrayInputStream(new byte[0]),
                            new ByteArrayOutputStream(),
                            err,
                            false);
            PrintWriter lines = new PrintWriter(err, true, UTF_8);
            code =
                    CompletableFuture.supplyAsync(
                            () -> Main.run(none, lines, lines, arguments.toArray(String[]::new)),
                            task -> Thread.ofPlatform().daemon().start(task));
            Matcher found = PORT.matcher(err.toString(UTF_8));
            while (!found.find() && !code.isDone()) {
                Thread.sleep(5);
                found = PORT.matcher(err.toString(UTF_8));
            }
            assertTrue(!code.isDone(), err.toString(UTF_8));
            port = Integer.parseInt(found.group(1));
        }

        Socket connect() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        }

        void end() throws Exception {
            assertTrue(ask(this, "/verdict/right").startsWith("HTTP/1.1 200 OK"));
            assertEquals(0, code.get(), err.toString(UTF_8));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n";
    }

    private static String ask(Server server, String path) throws IOException {
        try (Socket socket = server.connect()) {
            send(socket, request(path));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource({"x86-zen3, syscall", "arm-neoverse-v1, channel", "riscv-cheri, ring"})
    void clientsOfAllKindsAndTheSameAgainWithoutThem(String cpu, String mechanism)
            throws Exception {
        Path record = folder.resolve("record");
        Server server =
                new Server(
                        "--cpu",
                        cpu,
                        "--mechanism",
                        mechanism,
                        "--set",
                        "size=65536",
                        "--record",
                        record.toString());
        String page = ask(server, "/page-1.html");
        assertTrue(page.startsWith("HTTP/1.1 200 OK\r\n"), page);
        assertTrue(ask(server, "/none").startsWith("HTTP/1.1 404 "));

        try (Socket half = server.connect()) {
            send(half, request("/page-1.html"));
            half.shutdownOutput();
            assertEquals(page, new String(half.getInputStream().readAllBytes(), ISO_8859_1));
        }
        try (Socket vanishes = server.connect()) {
            send(vanishes, "GET /page-1.html HT");
        }
        try (Socket resets = server.connect()) {
            send(resets, request("/page-15.html").repeat(3));
            resets.setSoLinger(true, 0);
        }
        try (Socket pieces = server.connect();
                InputStream in = pieces.getInputStream()) {
            for (char c : request("/page-1.html").toCharArray()) {
                send(pieces, "" + c);
            }
            assertEquals(page, new String(in.readAllBytes(), ISO_8859_1));
        }
        server.end();

        CommandRun again = CommandRun.of("replay", record.toString());
        assertTrue(again.err().contains("bit-identically"), again.err());
        assertEquals(0, again.code());
    }

    /** Whatever the events say, with an index that agrees: the same, a difference or bad input. */
    @Test
    void forgedEventsEndInOneLine() throws Exception {
        Path record = folder.resolve("record");
        Server server = new Server("--no-timing", "--record", record.toString());
        assertTrue(ask(server, "/page-1.html").startsWith("HTTP/1.1 200 OK\r\n"));
        server.end();
        Path events = record.resolve("network.bin");
        Path index = record.resolve("recording.json");
        String said = Files.readString(index);
        byte[] good = Files.readAllBytes(events);
        Random random = new Random(1);
        for (int i = 0; i < FORGERIES; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            byte[] forged = i % 2 == 0 ? bad : Arrays.copyOf(bad, random.nextInt(bad.length));
            Files.write(events, forged);
            Files.writeString(index, said.replace(Sha256.hex(good), Sha256.hex(forged)));
            CommandRun replay = CommandRun.of("replay", record.toString());
            assertEquals(1, replay.errLines().size(), replay.err());
            assertTrue(Set.of(0, 65, 76).contains(replay.code()), replay.err());
        }
    }

    /** 16 MB of answers nobody reads: the guest must wait, and goes on when they are read. */
    @Test
    void aSlowReaderHoldsTheGuestBack() throws Exception {
        Server server = new Server("--set", "size=65536", "--set", "files=1", "--no-timing");
        int count = 200;
        String page = ask(server, "/page-0.html");
        try (Socket slow = server.connect()) {
            String keep = "GET /page-0.html HTTP/1.1\r\n\r\n";
            send(slow, keep.repeat(count));
            Thread.sleep(100);
            slow.shutdownOutput();
            byte[] all = slow.getInputStream().readAllBytes();
            String body = page.substring(page.indexOf("\r\n\r\n") + 4);
            String text = new String(all, ISO_8859_1);
            int answers = 0;
            for (int at = text.indexOf(body); at >= 0; at = text.indexOf(body, at + 1)) {
                answers++;
            }
            assertEquals(count, answers);
        }
        server.end();
    }

    @Test
    void moreThanItTakesWaitTheirTurn() throws Exception {
        Server server = new Server("--no-timing");
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < Gateway.MOST + 20; i++) {
            sockets.add(server.connect());
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        server.end();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run =
                    CommandRun.of("run", "web-server", "--forward", taken.getLocalPort() + ":80");
            assertEquals(69, run.code());
            assertTrue(run.err().contains("cannot listen at 127.0.0.1 port"), run.err());
            assertEquals(1, run.errLines().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "x:80", "1:0", "1:65536", "65536:1", ":1:2", "1:2:3:4", "a b"})
    void whatIsNoForwardIsAUsageError(String text) {
        CommandRun run = CommandRun.of("run", "web-server", "--forward", text);
        assertEquals(64, run.code(), run.err());
        assertEquals(1, run.errLines().size(), run.err());
    }
}
