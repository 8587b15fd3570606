package org.rustos.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.serve.job.ResultFolders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who gets in, and to what. */
class GateTest {
    private static final String TOKEN = "0123456789abcdef0123";
    private static final String HOST = "Host: 127.0.0.1:4711\r\n";
    private static final String COOKIE = "Cookie: a=b; rustos-4711=" + TOKEN + "\r\n";
    private static final String ORIGIN = "Origin: http://127.0.0.1:4711\r\n";

    @TempDir private static Path out;

    private static Wiring wiring;

    @BeforeAll
    static void wire() throws IOException {
        Files.createDirectory(out.resolve("mine"));
        Files.writeString(
                out.resolve("mine/results.json"),
                "{\"format\":1,\"rows\":[{\"status\":\"FAILED\",\"x\":{}}],\"suite\":\"s\"}");
        Files.writeString(out.resolve("mine/report.html"), "<p>report</p>");
        Files.writeString(out.resolve("mine/environment.json"), "secret");
        Files.writeString(out.resolve("secret.txt"), "secret");
        Files.createDirectory(out.resolve("linked"));
        Files.createSymbolicLink(
                out.resolve("linked/results.json"), Path.of("../mine/results.json"));
        ResultFolders folders = new ResultFolders(out);
        folders.look();
        wiring =
                new Wiring(
                        new AccessToken(TOKEN),
                        new OwnAddress("127.0.0.1", 4711),
                        new FakeJobs(),
                        folders);
    }

    private String ask(String path, String headers) {
        Visitor visitor = new Visitor(wiring);
        String answer = visitor.send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
        assertFalse(visitor.open() && !answer.startsWith("HTTP/1.1 101"), "one answer and no more");
        visitor.leave();
        return answer;
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/main.js",
                "/nothing",
                "/live",
                "/results/mine/report.html",
                "/?token=",
                "/?token=0123456789abcdef0124",
                "/?token=0123456789abcdef012",
                "/?Token=0123456789abcdef0123",
            })
    void withoutTheTokenThereIsNothing(String path) {
        String plain = ask(path, HOST);
        assertStatus(403, plain);
        assertFalse(plain.toLowerCase(java.util.Locale.ROOT).contains("set-cookie"), plain);
        assertEquals(ask("/another", HOST), plain, "nobody learns what exists");
        assertStatus(403, ask(path, HOST + "Cookie: rustos-4711=x; rustos-4712=" + TOKEN + "\r\n"));
        assertStatus(403, ask(path, HOST + ORIGIN + Visitor.UPGRADE));
    }

    @Test
    void theTokenOpensThePageAndTheCookieTheRest() {
        String page = ask("/?token=" + TOKEN, HOST);
        assertStatus(200, page);
        assertTrue(page.contains("HttpOnly; SameSite=Strict"), page);
        assertTrue(page.contains("default-src 'none'"), page);
        assertFalse(page.contains("<script>"), "no inline script");
        assertStatus(200, ask("/main.js", HOST + COOKIE));
        assertStatus(200, ask("/results/mine/report.html", HOST + COOKIE));
        assertStatus(101, ask("/live", HOST + COOKIE + ORIGIN + Visitor.UPGRADE));
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example:4711, 403",
        "127.0.0.1:4712, 403",
        "127.0.0.1, 403",
        "localhost:4711, 200",
        "LOCALHOST:4711, 200",
        "192.0.2.7:4711, 200",
        "[::1]:4711, 200",
        "[::1]:4711:4711, 403",
        "127.0.0.1.evil.example:4711, 403",
        "'', 403",
    })
    void aNameThatIsNotOursIsRefused(String host, int status) {
        assertStatus(status, ask("/main.js", "Host: " + host + "\r\n" + COOKIE));
        assertStatus(403, ask("/main.js", COOKIE));
        assertStatus(403, ask("/main.js", HOST + "Host: " + host + "\r\n" + COOKIE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "http://evil.example", "https://127.0.0.1:4711", "http://127.0.0.1"})
    void anotherPageGetsNoSocket(String origin) {
        String other = "Origin: " + origin + "\r\n";
        assertStatus(403, ask("/live", HOST + COOKIE + other + Visitor.UPGRADE));
        assertStatus(403, ask("/main.js", HOST + COOKIE + other));
        assertStatus(400, ask("/live", HOST + COOKIE + Visitor.UPGRADE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/results/mine/environment.json",
                "/results/../secret.txt",
                "/results/mine/../secret.txt",
                "/results/mine/..%2fsecret.txt",
                "/results/mine%2f..%2f..%2f/report.html",
                "/results/./secret.txt",
                "/results//etc/passwd",
                "/results/linked/results.json",
                "/results/%00/report.html",
                "/results/",
                "/results/mine",
                "//main.js",
                "/../main.js",
                "/org/rustos/cli/serve/Gate.class",
            })
    void pathsOutsideAreNotThere(String path) {
        assertStatus(404, ask(path, HOST + COOKIE));
    }

    @Test
    void otherMethodsAndBadAddressesAreRefused() {
        for (String method : new String[] {"POST", "PUT", "HEAD", "OPTIONS", "TRACE", "X"}) {
            Visitor visitor = new Visitor(wiring);
            assertStatus(405, visitor.send(method + " / HTTP/1.1\r\n" + HOST + COOKIE + "\r\n"));
            visitor.leave();
        }
        assertStatus(400, ask("/%zz", HOST + COOKIE));
        assertStatus(400, ask("/" + "x".repeat(5000), HOST + COOKIE));
        assertStatus(400, ask("/", HOST + COOKIE + "X: " + "x".repeat(20000) + "\r\n"));
    }

    @Test
    void oneRequestAConnection() {
        Visitor visitor = new Visitor(wiring);
        String twice = "GET /main.js HTTP/1.1\r\n" + HOST + COOKIE + "\r\n";
        String answer = visitor.send(twice + twice + twice);
        assertEquals(answer.indexOf("HTTP/1.1 200"), answer.lastIndexOf("HTTP/1.1 200"));
        visitor.leave();
    }

    private Visitor socket() {
        Visitor visitor = new Visitor(wiring);
        String answer =
                visitor.send(
                        "GET /live HTTP/1.1\r\n"
                                + HOST
                                + COOKIE
                                + ORIGIN
                                + Visitor.UPGRADE
                                + "\r\n");
        assertStatus(101, answer);
        assertTrue(answer.contains("catalogue"), "greets");
        return visitor;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ref\":7,\"do\":\"suite\",\"suite\":\"quick\"} |"
                        + " \"ref\":7,\"job\":1,\"ok\":true",
                "{\"do\":\"watch\",\"job\":1} | \"ok\":true",
                "{\"do\":\"watch\",\"job\":2} | no job 2",
                "{\"do\":\"watch\"} | no job 0",
                "{\"do\":\"watch\",\"job\":1.5} | expected a whole number",
                "{\"do\":\"watch\",\"job\":99999999999} | expected a whole number",
                "{\"do\":\"cancel\",\"job\":\"1\"} | expected a whole number",
                "{\"do\":\"fly\"} | no such command",
                "{\"do\":\"suite\",\"suite\":[]} | suite: expected a word",
                "{\"do\":\"suite\",\"suite\":\"quick\",\"cpu\":\"all\"} | cpu: expected a list",
                "{\"do\":\"guest\",\"workload\":\"w\",\"cpu\":\"c\",\"mechanism\":\"m\",\"set\":[1]}"
                    + " | set: expected",
                "[] | not an object",
                "{\"do\":\"look\"} x | not JSON",
                "'' | not",
            })
    void commandsAreAnsweredInOneLine(String command, String answer) {
        Visitor visitor = socket();
        String got = visitor.send(Visitor.frame(command));
        assertTrue(got.contains(answer), got);
        assertTrue(visitor.open());
        visitor.leave();
        assertEquals(0, wiring.connections());
    }

    @Test
    void framesThatNoBrowserSendsEndTheConnection() {
        byte[] large = new byte[Commands.LONGEST + 1];
        byte[][] frames = {
            Visitor.frame(0x82, new byte[] {1}), // binary
            Visitor.frame(0x01, new byte[] {'{'}), // the first of several
            Visitor.frame(0x81, large),
            Visitor.frame(0xf1, new byte[0]), // reserved bits
            Visitor.frame(0x81, new byte[] {(byte) 0xff}), // no UTF-8
            {(byte) 0x81, 1, '{'}, // not masked
        };
        for (byte[] frame : frames) {
            Visitor visitor = socket();
            visitor.send(frame);
            assertFalse(visitor.open(), "frame of " + frame.length);
            visitor.leave();
        }
        assertEquals(0, wiring.connections());
        socket().leave();
    }

    @Test
    void tooManyConnectionsAreTurnedAway() {
        Visitor[] many = new Visitor[Wiring.MOST_CONNECTIONS];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Visitor(wiring);
        }
        Visitor late = new Visitor(wiring);
        assertFalse(late.open());
        late.leave();
        for (Visitor one : many) {
            assertTrue(one.open());
            one.leave();
        }
        assertEquals(0, wiring.connections());
        assertStatus(200, ask("/main.js", HOST + COOKIE));
    }
}
