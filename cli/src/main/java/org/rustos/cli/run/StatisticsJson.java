package org.rustos.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** {@code --stats json}: one object on one line, for scripts; what is of the host stands apart. */
final class StatisticsJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private StatisticsJson() {}

    static String line(RunReport report) {
        ObjectNode object = outcome(report);
        object.putObject("host")
                .put("seconds", rounded(report.hostSeconds()))
                .put("mips", rounded(report.hostMips()));
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of it that is the same on every host. */
    static ObjectNode outcome(RunReport report) {
        ObjectNode object = MAPPER.createObjectNode();
        Ending ending = report.ending();
        Guest guest = report.guest();
        object.put("exitReason", ending.reason());
        object.put("exitCode", ending.exitCode());
        if (ending.verdict() != null) {
            object.put("verified", ending.verdict().right());
            object.put("verdict", ending.verdict().text());
        }
        object.put("guest", guest.name());
        object.put("cpu", guest.cpu().profile().id());
        object.put("profileHash", guest.cpu().profile().hash());
        object.put("mechanism", guest.mechanism().id());
        object.put("seed", report.seed());
        figures(object, report.statistics());
        report.notices().forEach(object.putArray("notices")::add);
        if (!ending.message().isEmpty()) {
            object.put("message", ending.message());
        }
        return object;
    }

    private static void figures(ObjectNode object, RunStatistics s) {
        object.put("timed", s.timed());
        object.putObject("instructions")
                .put("user", s.userInstructions())
                .put("kernel", s.kernelInstructions());
        object.put("cycles", RunStatistics.cycles(s.elapsedMc()));
        object.put("coreCycles", RunStatistics.cycles(s.coreMc()));
        object.put("gigahertz", s.gigahertz());
        object.put("nanoseconds", s.nanoseconds());
        object.put("instructionsPerCycle", s.instructionsPerCycle());
        List<BigDecimal> cores = s.coresMc().stream().map(RunStatistics::cycles).toList();
        cores.forEach(object.putArray("cores")::add);
        ObjectNode categories = object.putObject("categories");
        s.categoriesMc()
                .forEach((name, mc) -> categories.put(name.label(), RunStatistics.cycles(mc)));
        ObjectNode events = object.putObject("events");
        s.events().forEach((event, count) -> events.put(event.name(), count));
        ObjectNode counters = object.putObject("counters");
        s.counters().forEach(counters::put);
        ObjectNode calls = object.putObject("calls");
        s.calls()
                .forEach(
                        (name, total) ->
                                calls.putObject(name)
                                        .put("count", total.count())
                                        .put("cycles", RunStatistics.cycles(total.spentMc())));
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    }
}
