package org.rustos.bench.suite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Narrows a suite from the command line: {@code --cpu}, {@code --mechanism}, {@code --workload}
 * keep what they name, {@code --seed} replaces the suite's seeds. An empty list keeps everything. A
 * CPU for which the suite has no rows gets those of its first CPU.
 */
public record Selection(
        List<String> cpus, List<String> mechanisms, List<String> workloads, Long seed) {
    /** Keeps everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), List.of(), null);

    public Selection {
        cpus = List.copyOf(cpus);
        mechanisms = List.copyOf(mechanisms);
        workloads = List.copyOf(workloads);
    }

    /**
     * The experiments of a suite that are selected, in the suite's order. That a CPU exists is for
     * the caller to know.
     *
     * @throws SuiteException if a name selects nothing
     */
    public Suite of(Suite suite) {
        Set<String> knownMechanisms = new TreeSet<>();
        Set<String> knownWorkloads = new TreeSet<>();
        for (Experiment e : suite.experiments()) {
            knownMechanisms.add(e.mechanism());
            knownWorkloads.add(e.workload());
        }
        require("--mechanism", mechanisms, knownMechanisms, suite);
        require("--workload", workloads, knownWorkloads, suite);
        Set<Experiment> kept = new LinkedHashSet<>();
        for (Experiment e : onWantedCpus(suite)) {
            if (keeps(cpus, e.cpu())
                    && keeps(mechanisms, e.mechanism())
                    && keeps(workloads, e.workload())) {
                kept.add(seed == null ? e : with(e, e.cpu(), seed));
            }
        }
        if (kept.isEmpty()) {
            throw new SuiteException(
                    "suite "
                            + suite.id()
                            + ": no experiment has all of the selected names;"
                            + " drop one of --cpu, --mechanism, --workload");
        }
        return suite.with(new ArrayList<>(kept));
    }

    /** The options that give this selection again, with a blank before each. */
    public String arguments() {
        StringBuilder text = new StringBuilder();
        cpus.forEach(id -> text.append(" --cpu ").append(id));
        mechanisms.forEach(id -> text.append(" --mechanism ").append(id));
        workloads.forEach(id -> text.append(" --workload ").append(id));
        if (seed != null) {
            text.append(" --seed ").append(seed);
        }
        return text.toString();
    }

    /** The suite's experiments, then those of its first CPU on each that it has no rows for. */
    private List<Experiment> onWantedCpus(Suite suite) {
        List<Experiment> all = new ArrayList<>(suite.experiments());
        String first = all.getFirst().cpu();
        for (String cpu : new LinkedHashSet<>(cpus)) {
            if (suite.experiments().stream().noneMatch(e -> e.cpu().equals(cpu))) {
                suite.experiments().stream()
                        .filter(e -> e.cpu().equals(first))
                        .forEach(e -> all.add(with(e, cpu, e.seed())));
            }
        }
        return all;
    }

    private static Experiment with(Experiment e, String cpu, long seed) {
        return new Experiment(
                cpu,
                e.mechanism(),
                e.options(),
                e.workload(),
                e.parameters(),
                seed,
                e.samples(),
                e.warmup(),
                e.cores(),
                e.maxCycles());
    }

    private static boolean keeps(List<String> wanted, String id) {
        return wanted.isEmpty() || wanted.contains(id);
    }

    private static void require(
            String option, List<String> wanted, Set<String> known, Suite suite) {
        for (String id : wanted) {
            if (!known.contains(id)) {
                throw new SuiteException(
                        option
                                + " "
                                + id
                                + ": suite "
                                + suite.id()
                                + " has no such row"
                                + Spelling.hint(id, known));
            }
        }
    }
}
