package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.trace.RunTrace;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a trace and a profile must be, and that looking changes nothing. */
class TraceTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final Pattern LINE =
            Pattern.compile(
                    "core +0: [03] 0x[0-9a-f]{16} \\(0x[0-9a-f]{2,30}\\)( [a-z0-9_]+ +0x[0-9a-f]+)*"
                            + "( mem 0x[0-9a-f]{16}( 0x[0-9a-f]+)?)*");
    private static final Pattern ACCESS =
            Pattern.compile(" mem 0x([0-9a-f]{16})(?: (0x[0-9a-f]+))?");

    @TempDir private Path folder;

    private static CommandRun run(String cpu, String... more) {
        List<String> words = new ArrayList<>(List.of("run", "file-read-hot", "--cpu", cpu));
        words.addAll(List.of("--mechanism", "channel", "--cores", "2", "--set", "poll=1"));
        words.addAll(List.of("--set", "iterations=12", "--set", "warmup=4", "--stats", "json"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static ObjectNode statistics(CommandRun run) throws IOException {
        assertEquals(0, run.code(), run.err());
        ObjectNode json = (ObjectNode) JSON.readTree(run.errLines().getLast());
        json.remove("host");
        return json;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void aTracedRunIsTheSameAndItsFilesAreRight(String cpu) throws IOException {
        Path trace = folder.resolve("run.json");
        Path stacks = folder.resolve("run.txt");
        ObjectNode plain = statistics(run(cpu));
        ObjectNode traced =
                statistics(run(cpu, "--trace", trace.toString(), "--flame", stacks.toString()));
        assertEquals(plain, traced);
        JsonNode document = JSON.readTree(trace.toFile());
        assertNull(new SchemaCheck(schema()).complaint(document));
        checkTracks(document.get("traceEvents"));
        checkArrows(document.get("traceEvents"));
        checkStacks(Files.readAllLines(stacks), traced.get("coreCycles").decimalValue());
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = RunTrace.class.getResourceAsStream("trace-event.schema.json")) {
            return JSON.readTree(in);
        }
    }

    /** Time never goes back on a track, and slices nest. */
    private static void checkTracks(JsonNode events) {
        Map<String, BigDecimal> latest = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        for (JsonNode event : events) {
            String track = event.get("pid") + "/" + event.get("tid");
            if (event.has("ts")) {
                BigDecimal now = event.get("ts").decimalValue();
                BigDecimal before = latest.put(track, now);
                assertTrue(before == null || before.compareTo(now) <= 0, event::toString);
            }
            switch (event.get("ph").asText()) {
                case "B" -> open.merge(track, 1, Integer::sum);
                case "E" -> assertTrue(open.merge(track, -1, Integer::sum) >= 0, event::toString);
                case "s", "t" -> assertEquals(1, open.get(track), event::toString);
                default -> {}
            }
        }
        assertTrue(open.values().stream().allMatch(n -> n == 0), open::toString);
        assertTrue(open.size() >= 3, "two cores and a thread at least: " + open);
    }

    /** Each arrow starts, passes the poller on another core and finishes there, in time. */
    private static void checkArrows(JsonNode events) {
        Map<Long, List<JsonNode>> arrows = new HashMap<>();
        Map<Long, String> operations = new HashMap<>();
        for (JsonNode event : events) {
            String phase = event.get("ph").asText();
            if (event.path("cat").asText().equals("request")) {
                arrows.computeIfAbsent(event.get("id").asLong(), _ -> new ArrayList<>()).add(event);
            }
            if (phase.equals("b")) {
                assertNull(operations.put(event.get("id").asLong(), event.get("name").asText()));
            }
        }
        assertTrue(arrows.size() > 20, "requests: " + arrows.size());
        assertEquals(arrows.keySet(), operations.keySet());
        assertTrue(operations.containsValue("read"), operations::toString);
        for (List<JsonNode> arrow : arrows.values()) {
            assertEquals(List.of("s", "t", "f"), arrow.stream().map(e -> text(e, "ph")).toList());
            assertTrue(arrow.get(0).get("ts").asDouble() <= arrow.get(1).get("ts").asDouble());
            assertTrue(arrow.get(0).get("tid").asInt() != arrow.get(1).get("tid").asInt());
        }
    }

    private static String text(JsonNode event, String field) {
        return event.get(field).asText();
    }

    /** Every cycle of every core has a stack, and calls are seen. */
    private static void checkStacks(List<String> lines, BigDecimal cycles) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : lines) {
            BigDecimal own = new BigDecimal(line.substring(line.lastIndexOf(' ') + 1));
            assertTrue(own.signum() > 0, line);
            sum = sum.add(own);
        }
        assertEquals(0, cycles.compareTo(sum), cycles + " but " + sum);
        assertTrue(lines.stream().anyMatch(l -> l.contains(";ros_main;copy_once;checksum ")));
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("kernel threads;polling thread;")));
    }

    /** Instructions come in order, and a load finds what a store left. */
    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void aCommitLogIsOfTheSameRun(String cpu) throws IOException {
        Path log = folder.resolve("log");
        String[] words = {
            "run",
            "null-call",
            "--mechanism",
            "ring",
            "--cpu",
            cpu,
            "--stats",
            "json",
            "--set",
            "iterations=8",
            "--set",
            "warmup=8"
        };
        ObjectNode plain = statistics(CommandRun.of(words));
        List<String> logging = new ArrayList<>(List.of(words));
        logging.addAll(List.of("--commit-log", log.toString()));
        assertEquals(plain, statistics(CommandRun.of(logging.toArray(String[]::new))));
        List<String> lines = Files.readAllLines(log);
        int executed = plain.get("instructions").get("user").asInt();
        // Traps are left out, some of them retire.
        assertTrue(lines.size() <= executed && lines.size() > executed * 9 / 10, "" + executed);
        Map<String, String> memory = new HashMap<>();
        int found = 0;
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            assertTrue(parts.matches(), line);
            Matcher access = ACCESS.matcher(line);
            while (access.find()) {
                if (access.group(2) != null) {
                    memory.put(access.group(1), access.group(2));
                } else if (line.contains(memory.getOrDefault(access.group(1), "-") + " mem")) {
                    found++;
                }
            }
        }
        assertTrue(found >= 10, "loads of what was stored: " + found);
    }

    @Test
    void aFilterLeavesOthersOut() throws IOException {
        Path trace = folder.resolve("part.json");
        String[] filters = {"--trace", trace.toString(), "--trace-filter", "cycles=300000..400000"};
        assertEquals(0, run("x86-zen3", filters).code());
        JsonNode events = JSON.readTree(trace.toFile()).get("traceEvents");
        checkTracks(events);
        int shown = 0;
        for (JsonNode event : events) {
            if (event.has("ts")) {
                double at = event.get("ts").asDouble();
                assertTrue(at >= 300_000 && at <= 400_000, event::toString);
                shown++;
            }
        }
        assertTrue(shown > 20, "events: " + shown);
    }

    @Test
    void whatCannotBeIsOneLine() {
        oneLine(64, "--trace-filter needs --trace", "--trace-filter", "process=1");
        String file = folder.resolve("x").toString();
        oneLine(64, "cycles=9..3: nothing lies", "--trace", file, "--trace-filter", "cycles=9..3");
        oneLine(64, "colour: no filter", "--trace", file, "--trace-filter", "colour=red");
        oneLine(64, "mechanism=x: unknown", "--trace", file, "--trace-filter", "mechanism=x");
        oneLine(69, "--trace " + folder + ": cannot be written", "--trace", folder.toString());
        oneLine(69, "--flame /dev/full: cannot be written (", "--flame", "/dev/full");
        oneLine(69, "--commit-log /dev/full: cannot be written (", "--commit-log", "/dev/full");
        oneLine(69, "--trace /dev/full: cannot be written (", "--trace", "/dev/full");
    }

    private static void oneLine(int code, String text, String... options) {
        CommandRun run = run("x86-zen3", options);
        assertEquals(code, run.code(), run.err());
        List<String> ours = run.errLines().stream().filter(l -> !l.contains("right")).toList();
        assertEquals(1, ours.size(), run.err());
        assertTrue(ours.getFirst().contains(text), run.err());
    }

    @Test
    void thePictureNeedsNothingElse() throws IOException {
        Path picture = folder.resolve("run.svg");
        assertEquals(0, run("x86-zen3", "--flame", picture.toString()).code());
        String svg = Files.readString(picture);
        assertTrue(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"));
        assertTrue(svg.contains("<title>all: ") && svg.contains(", 100.00 %</title>"));
        assertTrue(svg.replace("http://www.w3.org/2000/svg", "").indexOf("http") < 0);
    }
}
