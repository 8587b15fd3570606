package org.rustos.workloads.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

class WebClientTest {
    private static final int REQUESTS = 40;
    private static final int KEEP = 3;

    private final WebPages pages = new WebPages(5, 2000);
    private final WebClient client = new WebClient(80, pages, REQUESTS, KEEP, 1);
    private int connections;
    private int missing;

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a right server answers. */
    private String serve(String request) {
        String path = request.split(" ", -1)[1];
        for (int page = 0; page < pages.count(); page++) {
            if (path.equals(WebPages.path(page))) {
                String body = text(pages.content(page));
                return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            }
        }
        missing++;
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    }

    /** Serves until the client tells its verdict; the path of that. */
    private String converse(UnaryOperator<String> change) {
        int asked = 0;
        for (byte[] next = client.connected(); next != null; next = client.connected()) {
            connections++;
            while (next.length > 0) {
                String request = text(next);
                if (request.startsWith("GET /verdict/")) {
                    assertEquals(REQUESTS, asked);
                    assertNull(client.connected());
                    return request.split(" ", -1)[1];
                }
                asked++;
                String answer = change.apply(serve(request));
                int half = answer.length() / 2;
                assertEquals(0, client.received(bytes(answer.substring(0, half))).length);
                next = client.received(bytes(answer.substring(half)));
                assertEquals(next.length == 0, client.closes());
                assertEquals(next.length == 0, request.contains("Connection: close"));
            }
        }
        return "";
    }

    @Test
    void aRightServerIsCalledRight() {
        assertEquals("/verdict/right", converse(answer -> answer));
        assertEquals(REQUESTS / KEEP + 2, connections, "three requests each, and the verdict's");
        assertTrue(missing > 0, "a page that is not there was asked for");
    }

    @Test
    void aWrongByteIsSeen() {
        int[] answers = {0};
        assertEquals(
                "/verdict/wrong",
                converse(a -> ++answers[0] == 30 ? a.substring(0, a.length() - 1) + "?" : a));
    }

    @Test
    void aPageForAnotherIsSeen() {
        String[] first = {null};
        assertEquals(
                "/verdict/wrong",
                converse(
                        answer -> {
                            first[0] = first[0] == null ? answer : first[0];
                            return first[0];
                        }));
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerIsSeen() {
        assertTrue(client.connected().length > 0);
        assertFalse(client.closes());
        assertEquals("/verdict/wrong", converseFromHere());
    }

    private String converseFromHere() {
        for (int i = 1; i < REQUESTS; i++) {
            assertTrue(text(client.connected()).startsWith("GET /"));
        }
        return text(client.connected()).split(" ", -1)[1];
    }
}
