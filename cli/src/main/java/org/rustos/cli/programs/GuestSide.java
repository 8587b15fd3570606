package org.rustos.cli.programs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.cli.Main;
import org.rustos.cli.run.HostStreams;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands on the simulated machine, by the same command line as a user's. */
final class GuestSide {
    /** A command that does not end is a limit, not a table that never comes. */
    private static final String MOST_CYCLES = "60000000000";

    private final Path root;
    private final List<String> options;

    /**
     * With some options of {@code run}.
     *
     * @param root the guest's root
     */
    GuestSide(Path root, List<String> options) {
        this.root = root;
        this.options = options;
    }

    /**
     * One run.
     *
     * @param ended what the guest wrote, and the exit code
     * @param said what the emulator wrote, statistics left out
     * @param statistics the object of {@code --stats json}, host figures left out; empty if the run
     *     never began
     */
    record Run(Ended ended, List<String> said, ObjectNode statistics) {
        long userInstructions() {
            return statistics.path("instructions").path("user").asLong();
        }

        double cycles() {
            return statistics.path("cycles").asDouble();
        }
    }

    Run run(Path image, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("run", "--stats", "json"));
        line.addAll(List.of("--root", root.toString(), "--max-cycles", MOST_CYCLES));
        line.addAll(options);
        line.add(image.toString());
        line.add("--");
        line.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        HostStreams streams = new HostStreams(InputStream.nullInputStream(), out, err, false);
        int code =
                Main.run(
                        streams,
                        new PrintWriter(out, true, UTF_8),
                        new PrintWriter(said, true, UTF_8),
                        line.toArray(String[]::new));
        List<String> lines = new ArrayList<>(said.toString(UTF_8).lines().toList());
        return new Run(
                new Ended(code, out.toString(ISO_8859_1), err.toString(ISO_8859_1)),
                lines,
                statistics(lines));
    }

    /** Takes the statistics away from what was said. */
    private static ObjectNode statistics(List<String> lines) {
        ObjectMapper mapper = new ObjectMapper();
        if (lines.isEmpty() || !lines.getLast().startsWith("{")) {
            return mapper.createObjectNode();
        }
        try {
            JsonNode read = mapper.readTree(lines.removeLast());
            ObjectNode object = (ObjectNode) read;
            object.remove("host");
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("--stats json is not one object", e);
        }
    }
}
