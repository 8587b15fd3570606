package org.rustos.channels.trace;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes the trace-event format that Perfetto and Chrome open, an event at a time, so that no run
 * is too long for it. The format counts in microseconds; one of them stands for a core cycle, which
 * makes its nanoseconds our millicycles, exactly.
 */
final class TraceEvents implements Closeable {
    private static final int MC_PER_CYCLE = 1000;

    private final JsonGenerator json;

    /**
     * Begins a file.
     *
     * @param about what the run was; stands in the file's header
     */
    TraceEvents(OutputStream out, Map<String, String> about) {
        try {
            json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ns");
            json.writeObjectFieldStart("otherData");
            for (Map.Entry<String, String> entry : about.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("traceEvents");
        } catch (IOException e) {
            throw new TraceWriteException(e);
        }
    }

    /** Writes one event; nothing is kept of it. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private void event(String phase, Track track, Fields fields) {
        try {
            json.writeRaw('\n');
            json.writeStartObject();
            json.writeStringField("ph", phase);
            json.writeNumberField("pid", track.process());
            json.writeNumberField("tid", track.thread());
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new TraceWriteException(e);
        }
    }

    private static void time(JsonGenerator json, String field, long mc) throws IOException {
        json.writeFieldName(field);
        String rest = Long.toString(MC_PER_CYCLE + mc % MC_PER_CYCLE).substring(1);
        json.writeNumber(mc / MC_PER_CYCLE + "." + rest);
    }

    private static void named(JsonGenerator json, String name, String category, long mc)
            throws IOException {
        json.writeStringField("name", name);
        json.writeStringField("cat", category);
        time(json, "ts", mc);
    }

    void begin(Track track, String name, String category, long mc) {
        event("B", track, to -> named(to, name, category, mc));
    }

    void end(Track track, long mc) {
        event("E", track, to -> time(to, "ts", mc));
    }

    /**
     * A slice that is over.
     *
     * @param count how often what it shows happened
     */
    void slice(Track track, String name, String category, long fromMc, long toMc, long count) {
        event(
                "X",
                track,
                to -> {
                    named(to, name, category, fromMc);
                    time(to, "dur", toMc - fromMc);
                    if (count != 1) {
                        to.writeObjectFieldStart("args");
                        to.writeNumberField("times", count);
                        to.writeEndObject();
                    }
                });
    }

    /** Something without length. */
    void instant(Track track, String name, String category, long mc) {
        event(
                "i",
                track,
                to -> {
                    named(to, name, category, mc);
                    to.writeStringField("s", "t");
                });
    }

    /** Part of an arrow: {@code s} starts it, {@code t} passes here, {@code f} finishes it. */
    void flow(String phase, Track track, long id, long mc) {
        event(
                phase,
                track,
                to -> {
                    named(to, "request", "request", mc);
                    to.writeNumberField("id", id);
                    if (!phase.equals("s")) {
                        to.writeStringField("bp", "e");
                    }
                });
    }

    /** An operation that overlaps others: {@code b} where it begins, {@code e} where it ends. */
    void operation(String phase, Track track, String name, long id, long mc) {
        event(
                phase,
                track,
                to -> {
                    named(to, name, "operation", mc);
                    to.writeNumberField("id", id);
                });
    }

    /** Names a process or a thread of the viewer. */
    void title(String what, Track track, String title) {
        event(
                "M",
                track,
                to -> {
                    to.writeStringField("name", what);
                    to.writeObjectFieldStart("args");
                    to.writeStringField("name", title);
                    to.writeEndObject();
                });
    }

    @Override
    public void close() {
        try {
            json.writeRaw('\n');
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
        } catch (IOException e) {
            throw new TraceWriteException(e);
        }
    }
}
