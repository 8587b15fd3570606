package org.rustos.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.cli.ExitCode;
import org.rustos.cpu.natives.NativeLibraries;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Answers "why does it not work here?" before the question is asked. */
@Command(
        name = "doctor",
        description = {
            "Shows JDK, native libraries, host CPU and memory, and the remedy for what is missing.",
            "Exit code 69 if guests cannot run here."
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings =
                new Examination(Path.of("/proc"), NativeLibraries.ofHost()).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(findings));
        } else {
            findings.forEach(finding -> out.println(toText(finding)));
        }
        boolean works = findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.MISSING);
        return (works ? ExitCode.OK : ExitCode.ENGINE).code();
    }

    /** Name to value and place, for whoever records where something ran. */
    public static SortedMap<String, String> summary() {
        SortedMap<String, String> summary = new TreeMap<>();
        for (Finding f : new Examination(Path.of("/proc"), NativeLibraries.ofHost()).findings()) {
            summary.put(f.name(), (f.value() + " " + f.place()).strip());
        }
        return summary;
    }

    static String toText(Finding finding) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(Locale.ROOT, "%-8s %-9s", word(finding.verdict()), finding.name()));
        for (String part : List.of(finding.value(), finding.place(), finding.remedy())) {
            if (!part.isEmpty()) {
                text.append("  ").append(part);
            }
        }
        return text.toString();
    }

    static ObjectNode toJson(List<Finding> findings) {
        ObjectNode object = new ObjectMapper().createObjectNode();
        ArrayNode array = object.putArray("findings");
        for (Finding finding : findings) {
            array.addObject()
                    .put("name", finding.name())
                    .put("verdict", word(finding.verdict()))
                    .put("value", finding.value())
                    .put("place", finding.place())
                    .put("remedy", finding.remedy());
        }
        return object;
    }

    private static String word(Finding.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
