package org.rustos.workloads.program;

import org.rustos.kernel.network.RemoteClient;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks {@code web-server} for pages, one after the other, and looks at every answer. Its last
 * request tells the server whether all were right, because only the program gives a verdict.
 */
final class WebClient implements RemoteClient {
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *(\\d{1,9})\r\n", Pattern.CASE_INSENSITIVE);

    /** One request of so many is for a page that is not there. */
    private static final int MISSING = 16;

    private static final byte[] NOTHING = {};
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int port;
    private final WebPages pages;
    private final long requests;
    private final int keep;
    private final Draws draws;
    private byte[] answer = NOTHING;
    private long asked;
    private int inConnection;
    private int page;
    private boolean awaiting;
    private boolean closing;
    private boolean judged;
    private boolean right = true;

    /**
     * A client that has not asked yet.
     *
     * @param requests before the last
     * @param keep requests of a connection
     */
    WebClient(int port, WebPages pages, long requests, int keep, long seed) {
        this.port = port;
        this.pages = pages;
        this.requests = requests;
        this.keep = keep;
        this.draws = new Draws(seed);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public byte[] connected() {
        right &= !awaiting; // a connection that ended before its answer
        if (judged) {
            return null;
        }
        inConnection = 0;
        closing = false;
        answer = NOTHING;
        return ask();
    }

    private byte[] ask() {
        boolean last = asked == requests;
        String path = "/verdict/" + (right ? "right" : "wrong");
        if (!last) {
            asked++;
            boolean missing = Long.remainderUnsigned(draws.next(), MISSING) == 0;
            page = missing ? -1 : (int) Long.remainderUnsigned(draws.next(), pages.count());
            path = missing ? "/missing" : WebPages.path(page);
        }
        judged = last;
        awaiting = !last;
        closing = ++inConnection == keep || last || asked == requests;
        String request =
                "GET %s HTTP/1.1\r\nHost: guest\r\nUser-Agent: rustos\r\nAccept: */*\r\n%s\r\n"
                        .formatted(path, closing ? "Connection: close\r\n" : "");
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] received(byte[] bytes) {
        int before = answer.length;
        answer = Arrays.copyOf(answer, before + bytes.length);
        System.arraycopy(bytes, 0, answer, before, bytes.length);
        String all = new String(answer, StandardCharsets.ISO_8859_1);
        int end = all.indexOf(END_OF_HEAD);
        if (end < 0 || !awaiting) {
            return NOTHING;
        }
        String head = all.substring(0, end + END_OF_HEAD.length());
        Matcher length = LENGTH.matcher(head);
        int whole = head.length() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        if (all.length() < whole) {
            return NOTHING;
        }
        right &= all.length() == whole && isRight(head, all.substring(head.length()));
        awaiting = false;
        answer = NOTHING;
        return closing ? NOTHING : ask();
    }

    private boolean isRight(String head, String body) {
        String status = page < 0 ? "HTTP/1.1 404 " : "HTTP/1.1 200 ";
        byte[] expected = page < 0 ? NOTHING : pages.content(page);
        return head.startsWith(status)
                && body.equals(new String(expected, StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean closes() {
        return closing && !awaiting && !judged;
    }
}
