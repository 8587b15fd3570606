package org.rustos.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.rustos.bench.suite.Selection;
import org.rustos.cli.serve.job.Jobs;
import org.rustos.cli.serve.job.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a browser asks for; whatever the text is, the answer is a command or a refusal. */
final class Commands {
    /** Longest message of a client. */
    static final int LONGEST = 16 << 10;

    private static final int MOST_IDS = 32;
    private static final int LONGEST_ID = 80;
    private static final long STANDARD_CYCLES = 2_000_000_000L;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** What can be asked for. */
    sealed interface Command {}

    record StartSuite(String suite, Selection selection) implements Command {}

    record StartGuest(Jobs.GuestWish wish) implements Command {}

    record Cancel(int job) implements Command {}

    /** Follow a job from its beginning; the one that was followed is not any more. */
    record Watch(int job) implements Command {}

    /** Look for folders of results again. */
    record Look() implements Command {}

    /**
     * A command and by what number its sender knows it.
     *
     * @param reference 0 if none was given
     */
    record Numbered(int reference, Command command) {}

    private Commands() {}

    static Numbered read(String text) throws Refusal {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal("not JSON");
        }
        if (message == null || !message.isObject()) {
            throw new Refusal("not an object");
        }
        int reference = message.path("ref").isInt() ? message.path("ref").intValue() : 0;
        return new Numbered(reference, command(message));
    }

    private static Command command(JsonNode message) throws Refusal {
        String what = word(message, "do");
        return switch (what) {
            case "suite" ->
                    new StartSuite(
                            word(message, "suite"),
                            new Selection(
                                    words(message, "cpu"),
                                    words(message, "mechanism"),
                                    words(message, "workload"),
                                    null));
            case "guest" ->
                    new StartGuest(
                            new Jobs.GuestWish(
                                    word(message, "workload"),
                                    word(message, "cpu"),
                                    word(message, "mechanism"),
                                    settings(message.path("set")),
                                    (int) number(message, "cores", 1, Integer.MAX_VALUE),
                                    number(message, "pace", 0, Long.MAX_VALUE),
                                    number(message, "cycles", STANDARD_CYCLES, Long.MAX_VALUE)));
            case "cancel" -> new Cancel(job(message));
            case "watch" -> new Watch(job(message));
            case "look" -> new Look();
            default -> throw new Refusal("no such command");
        };
    }

    private static int job(JsonNode message) throws Refusal {
        return (int) number(message, "job", 0, Integer.MAX_VALUE);
    }

    private static String word(JsonNode message, String field) throws Refusal {
        return word(field, message.path(field));
    }

    private static String word(String field, JsonNode value) throws Refusal {
        if (!value.isTextual() || value.textValue().length() > LONGEST_ID) {
            throw new Refusal(field + ": expected a word");
        }
        return value.textValue();
    }

    private static List<String> words(JsonNode message, String field) throws Refusal {
        JsonNode list = message.path(field);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST_IDS) {
            throw new Refusal(field + ": expected a list of words");
        }
        List<String> words = new ArrayList<>();
        for (JsonNode one : list) {
            words.add(word(field, one));
        }
        return words;
    }

    private static long number(JsonNode message, String field, long standard, long most)
            throws Refusal {
        JsonNode value = message.path(field);
        if (value.isMissingNode()) {
            return standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() > most) {
            throw new Refusal(field + ": expected a whole number");
        }
        return value.longValue();
    }

    private static Map<String, String> settings(JsonNode set) throws Refusal {
        Map<String, String> settings = new TreeMap<>();
        if (set.isMissingNode()) {
            return settings;
        }
        if (!set.isObject() || set.size() > MOST_IDS) {
            throw new Refusal("set: expected names and values");
        }
        for (Map.Entry<String, JsonNode> one : set.properties()) {
            settings.put(one.getKey(), word(one.getKey(), one.getValue()));
        }
        return settings;
    }
}
