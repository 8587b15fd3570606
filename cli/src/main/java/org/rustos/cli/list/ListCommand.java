package org.rustos.cli.list;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.suite.Suites;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.CpuCatalogue;
import org.rustos.cli.ExitCode;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.TextParameter;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Answers "what can I put there?" for every option that takes an id. */
@Command(
        name = "list",
        description = {"Lists CPU models, mechanisms, workloads or suites with their settings."},
        mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
    /** What can be listed. */
    enum Kind {
        CPUS,
        MECHANISMS,
        WORKLOADS,
        SUITES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One thing with an id, and what can be set on it. */
    private record Entry(String id, String description, List<Setting> settings) {}

    private record Setting(String name, String standard, String meaning) {}

    @Parameters(paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Kind kind;

    @Option(names = "--json", description = "Print one JSON array instead of text.")
    private boolean json;

    @Mixin private PluginOption plugins;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        plugins.load();
        List<Entry> entries =
                switch (kind) {
                    case CPUS -> cpus();
                    case MECHANISMS -> mechanisms();
                    case WORKLOADS -> workloads();
                    case SUITES -> suites();
                };
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(entries));
        } else {
            print(entries, out);
        }
        return ExitCode.OK.code();
    }

    private static List<Entry> cpus() {
        return CpuModelFinder.ids().stream()
                .map(id -> new Entry(id, CpuCatalogue.load(id).profile().description(), List.of()))
                .toList();
    }

    private static List<Entry> mechanisms() {
        return Mechanisms.all().stream().map(ListCommand::entry).toList();
    }

    private static Entry entry(Mechanism mechanism) {
        return new Entry(
                mechanism.id(),
                mechanism.description(),
                mechanism.settings().stream()
                        .map(s -> new Setting(s.name(), s.defaultValue(), s.meaning()))
                        .toList());
    }

    private static List<Entry> workloads() {
        return Workloads.load().all().stream().map(ListCommand::entry).toList();
    }

    private static Entry entry(Workload workload) {
        List<Setting> settings = new ArrayList<>();
        for (Parameter p : workload.parameters()) {
            settings.add(
                    new Setting(
                            p.name(),
                            Long.toString(p.standard()),
                            p.description() + ", " + p.least() + " to " + p.greatest()));
        }
        for (TextParameter text : workload.texts()) {
            settings.add(new Setting(text.name(), text.standard(), text.description()));
        }
        return new Entry(workload.id(), workload.description(), settings);
    }

    private static List<Entry> suites() {
        return Suites.BUNDLED.stream()
                .map(id -> new Entry(id, Suites.description(id), List.of()))
                .toList();
    }

    private static void print(List<Entry> entries, PrintWriter out) {
        int width = entries.stream().mapToInt(e -> e.id().length()).max().orElse(0);
        for (Entry entry : entries) {
            out.println(pad(entry.id(), width) + "  " + entry.description());
            for (Setting setting : entry.settings()) {
                out.println(
                        " ".repeat(width + 4)
                                + setting.name()
                                + "="
                                + setting.standard()
                                + "  "
                                + setting.meaning());
            }
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static ArrayNode toJson(List<Entry> entries) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (Entry entry : entries) {
            var object = array.addObject();
            object.put("id", entry.id()).put("description", entry.description());
            ArrayNode settings = object.putArray("settings");
            for (Setting setting : entry.settings()) {
                settings.addObject()
                        .put("name", setting.name())
                        .put("default", setting.standard())
                        .put("meaning", setting.meaning());
            }
        }
        return array;
    }
}
