package org.rustos.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.bench.run.Runners;
import org.rustos.bench.suite.Selection;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CommandRun;
import org.rustos.cli.serve.job.Board;
import org.rustos.cli.serve.job.Feed;
import org.rustos.cli.serve.job.Jobs;
import org.rustos.cli.serve.job.Refusal;
import org.rustos.cli.serve.job.ResultFolders;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The server on a real socket with real jobs. */
class LiveServerTest {
    private static final Selection NULL_CALL =
            new Selection(List.of("x86-zen3"), List.of("syscall"), List.of("null-call"), null);

    @TempDir private static Path out;

    private static ResultFolders folders;
    private static Board board;
    private static LiveServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        folders = new ResultFolders(out);
        board =
                new Board(
                        new Board.Setup(Runners.find().orElseThrow(), 1, 1, List.of(), ""),
                        folders);
        server = LiveServer.start("127.0.0.1", 0, AccessToken.random(), board, folders);
    }

    @AfterAll
    static void stop() {
        server.close();
        board.close();
    }

    private String host() {
        return server.url().split("/")[2];
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(host().substring(host().indexOf(':') + 1)));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String get(String path) throws IOException {
        try (Socket socket = connect()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private String token() {
        return server.url().substring(server.url().indexOf('?'));
    }

    @Test
    void clientsThatVanishOrComeInCrowdsLeaveTheServerAlive() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        for (int i = 0; i < 3 * Wiring.MOST_CONNECTIONS; i++) {
            Socket socket = connect();
            crowd.add(socket);
            if (i % 3 == 0) {
                socket.getOutputStream().write("GET /live HT".getBytes(ISO_8859_1));
            } else if (i % 3 == 1) {
                socket.setSoLinger(true, 0); // ends by a reset
            }
        }
        for (Socket socket : crowd) {
            socket.close();
        }
        String page = "";
        for (int i = 0; i < 200 && !page.startsWith("HTTP/1.1 200"); i++) {
            Thread.sleep(20); // the server finds out one by one
            try {
                page = get("/" + token());
            } catch (IOException e) {
                page = "";
            }
        }
        assertTrue(page.startsWith("HTTP/1.1 200"), page);
        assertTrue(get("/").startsWith("HTTP/1.1 403"));
    }

    private ObjectNode line(int job) {
        for (JsonNode line : board.list()) {
            if (line.path("id").asInt() == job) {
                return (ObjectNode) line;
            }
        }
        throw new AssertionError("no job " + job);
    }

    private ObjectNode await(int job, String state) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!line(job).path("state").asText().equals(state)) {
            assertTrue(System.nanoTime() < end, line(job).toString());
            Thread.sleep(20);
        }
        return line(job);
    }

    @Test
    void aSuiteLeavesItsFolderAndItsRows() throws Exception {
        int job = board.suite("quick", NULL_CALL);
        Feed feed = board.feed(job);
        ObjectNode line = await(job, "done");
        assertEquals("quick-1", line.path("folder").asText());
        JsonNode rows = feed.next().path("rows");
        assertEquals(line.path("of").asInt(), rows.size());
        assertTrue(rows.get(0).path("cycles").asDouble() > 0);
        assertTrue(get("/results/quick-1/report.html" + token()).startsWith("HTTP/1.1 200"));
        assertTrue(Files.exists(out.resolve("quick-1/recording")));
        assertEquals("quick-1", folders.list().get(0).path("name").asText());
    }

    @Test
    void aSuiteThatIsCancelledLeavesNothing() throws Exception {
        int job = board.suite("tiers", Selection.ALL);
        await(job, "running");
        int waiting = board.suite("quick", NULL_CALL);
        board.cancel(waiting);
        await(waiting, "cancelled");
        board.cancel(job);
        await(job, "cancelled");
        assertFalse(Files.exists(out.resolve("tiers-1")));
        board.cancel(job);
        assertEquals("cancelled", line(job).path("state").asText());
    }

    private static Jobs.GuestWish wish(
            String workload, String mechanism, Map<String, String> settings, long pace) {
        return new Jobs.GuestWish(
                workload, "x86-zen3", mechanism, settings, 1, pace, 1_000_000_000L);
    }

    @Test
    void aGuestIsPacedAndCancelled() throws Exception {
        int slow = board.guest(wish("null-call", "channel", Map.of(), 1000));
        int next = board.guest(wish("null-call", "channel", Map.of(), 0));
        await(slow, "running");
        assertEquals("waiting", line(next).path("state").asText(), "one at a time");
        board.cancel(slow);
        await(slow, "cancelled");
        ObjectNode done = await(next, "done");
        assertTrue(done.path("message").asText().startsWith("exited, status 0"), "" + done);
        ObjectNode news = board.feed(next).next();
        assertTrue(news.path("samples").size() > 20);
        assertTrue(news.path("holdings").size() > 2);
    }

    @Test
    void whatCannotBeMeantIsRefusedInOneLine() {
        refused("no suite 'nightly'", () -> board.suite("nightly", Selection.ALL));
        refused("no suite '../x'", () -> board.suite("../x", Selection.ALL));
        refused("no suite 'seed-table'", () -> board.suite("seed-table", Selection.ALL));
        Selection file = new Selection(List.of("/etc/passwd"), List.of(), List.of(), null);
        refused("no CPU model '/etc/passwd'", () -> board.suite("quick", file));
        Selection none = new Selection(List.of(), List.of("ringg"), List.of(), null);
        refused("did you mean 'ring'", () -> board.suite("quick", none));
        refused("no workload '/bin/sh'", () -> guest("/bin/sh", "syscall", Map.of()));
        refused("no mechanism 'x'", () -> guest("null-call", "x", Map.of()));
        refused("no setting 'log'", () -> guest("trace-replay", "syscall", Map.of("log", "/x")));
        refused("no such value", () -> guest("batch", "syscall", Map.of("batch", "/etc/x")));
        refused("batch", () -> guest("batch", "syscall", Map.of("batch", "100000")));
        refused("cannot run over", () -> guest("file-read", "emergency", Map.of()));
        refused("no job 77", () -> board.feed(77));
        refused("no job 77", () -> board.cancel(77));
    }

    private void guest(String workload, String mechanism, Map<String, String> settings)
            throws Refusal {
        board.guest(wish(workload, mechanism, settings, 0));
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws Refusal;
    }

    private static void refused(String why, Attempt attempt) {
        String message = assertThrows(Refusal.class, attempt::make).getMessage();
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void noMoreJobsThanThereIsRoomFor() throws Exception {
        int first = board.guest(wish("null-call", "syscall", Map.of(), 1000));
        await(first, "running");
        for (int i = 0; i < 8; i++) {
            guest("null-call", "syscall", Map.of());
        }
        refused("8 jobs wait already", () -> guest("null-call", "syscall", Map.of()));
        for (int job = first + 8; job >= first; job--) {
            board.cancel(job);
        }
    }

    @Test
    void optionsThatCannotBeMeantAreUsageErrors() {
        assertEquals(64, CommandRun.of("serve", "--port", "70000").code());
        assertEquals(64, CommandRun.of("serve", "--token", "short").code());
        assertEquals(64, CommandRun.of("serve", "--guests", "0").code());
        CommandRun taken =
                CommandRun.of("serve", "--port", host().substring(host().indexOf(':') + 1));
        assertEquals(65, taken.code());
        assertTrue(taken.err().contains("cannot listen"), taken.err());
        assertThrows(
                CommandFailure.class,
                () ->
                        LiveServer.start(
                                "no.such.host.invalid", 0, AccessToken.random(), board, folders));
    }
}
