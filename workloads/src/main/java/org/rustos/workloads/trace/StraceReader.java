package org.rustos.workloads.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code strace -f -o FILE} writes, with or without times and descriptors' paths: one
 * finished call after the other, the two halves of an interrupted line put together.
 */
final class StraceReader {
    private static final int MOST_LINES = 2_000_000;
    private static final long MOST_CHARACTERS = 512L << 20;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int MOST_UNFINISHED = 512;
    private static final int LONGEST_UNFINISHED = 1 << 16;

    /** Process id, then a time of day or since the last call; both may be missing. */
    private static final Pattern HEAD =
            Pattern.compile(
                    "^ {0,40}(?:\\[pid {1,9}(\\d{1,9})] +|(\\d{1,9}) +)?"
                            + "(?:[0-9:]{0,12}\\.?\\d{1,12} +)?");

    private static final Pattern NAME = Pattern.compile("([a-z_][a-z0-9_]{0,39})\\(");
    private static final Pattern RESUMED =
            Pattern.compile("<\\.\\.\\. ([a-z_][a-z0-9_]{0,39}) resumed> ?");
    private static final Pattern RESULT =
            Pattern.compile("= (-?\\d{1,18}|0x[0-9a-f]{1,16}|\\?)([< ].*)?", Pattern.DOTALL);
    private static final Pattern ERROR = Pattern.compile(" (E[A-Z0-9]{1,20})\\b.*", Pattern.DOTALL);
    private static final String UNFINISHED = "<unfinished ...>";

    /** Takes the calls in their order. */
    interface Sink {
        void take(TracedCall call) throws TraceException;
    }

    private final Map<Integer, String> unfinished = new HashMap<>();
    private final Sink sink;
    private int line;
    private long characters;

    StraceReader(Sink sink) {
        this.sink = sink;
    }

    /** Reads to the end; a line that is none of strace's is refused. */
    void read(Reader from) throws IOException, TraceException {
        BufferedReader reader = new BufferedReader(from);
        for (String text = next(reader); text != null; text = next(reader)) {
            characters += text.length();
            if (++line > MOST_LINES || characters > MOST_CHARACTERS) {
                throw at("the log is too long; cut it, with head for example");
            }
            if (!text.isBlank()) {
                take(text);
            }
        }
    }

    /** One line, without ever holding more than a line may have. */
    private String next(BufferedReader reader) throws IOException, TraceException {
        StringBuilder text = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (text.length() == LONGEST_LINE) {
                line++;
                throw at("longer than " + LONGEST_LINE + " characters: not a log of strace");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private TraceException at(String message) {
        return TraceException.at(line, message);
    }

    private void take(String text) throws TraceException {
        Matcher head = HEAD.matcher(text);
        int from = head.find() ? head.end() : 0;
        String id = head.group(1) != null ? head.group(1) : head.group(2);
        int process = id == null ? 0 : Integer.parseInt(id);
        String body = text.substring(from).strip();
        if (body.startsWith("+++ ")
                || body.startsWith("--- ")
                || body.startsWith("strace: ")
                || text.startsWith("strace: ")) {
            return;
        }
        Matcher resumed = RESUMED.matcher(body);
        if (resumed.lookingAt()) {
            String begun = unfinished.remove(process);
            if (begun == null) {
                return; // began before the log did
            }
            body = begun + body.substring(resumed.end());
        }
        if (body.endsWith(UNFINISHED)) {
            if (unfinished.size() == MOST_UNFINISHED || body.length() > LONGEST_UNFINISHED) {
                throw at("more calls under way than a log of strace has; write it anew");
            }
            unfinished.put(process, body.substring(0, body.length() - UNFINISHED.length()));
            return;
        }
        call(process, body);
    }

    private void call(int process, String body) throws TraceException {
        Matcher name = NAME.matcher(body);
        if (!name.lookingAt()) {
            throw malformed();
        }
        CallText call = new CallText(body, name.end());
        List<String> arguments = call.arguments();
        if (arguments == null) {
            throw malformed();
        }
        Matcher result = RESULT.matcher(call.rest());
        if (!result.matches()) {
            throw malformed();
        }
        String value = result.group(1);
        String behind = result.group(2) == null ? "" : result.group(2);
        Matcher error = ERROR.matcher(behind);
        long number =
                value.equals("?")
                        ? 0
                        : value.startsWith("0x")
                                ? Long.parseUnsignedLong(value.substring(2), 16)
                                : Long.parseLong(value);
        String failure = error.matches() && number < 1 ? error.group(1) : "";
        if (failure.isEmpty() && (number == -1 || value.equals("?"))) {
            failure = "EUNKNOWN";
        }
        sink.take(new TracedCall(line, process, name.group(1), arguments, number, failure));
    }

    private TraceException malformed() {
        return at(
                "no call of strace, as in 'close(3) = 0'; write the log with strace -f -y -o FILE");
    }
}
