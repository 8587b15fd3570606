package org.rustos.bench.simulation;

import org.rustos.bench.suite.Catalogue;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this build of the simulator can run, plug-ins on the class path included. */
final class SimulatorCatalogue implements Catalogue {
    /** Set by the row's {@code samples} and {@code warmup}, not as parameters. */
    private static final List<String> FROM_THE_ROW =
            List.of(SimulatedRun.ITERATIONS, SimulatedRun.WARMUP);

    private final List<Mechanism> mechanisms = Mechanisms.all();
    private final Workloads workloads = Workloads.load();

    @Override
    public List<String> cpus() {
        return CpuModelFinder.ids();
    }

    @Override
    public List<String> mechanisms() {
        return mechanisms.stream().map(Mechanism::id).toList();
    }

    @Override
    public List<String> workloads() {
        return workloads.all().stream().map(Workload::id).toList();
    }

    @Override
    public Map<String, List<String>> options(String mechanism) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (Mechanism candidate : mechanisms) {
            if (candidate.id().equals(mechanism)) {
                candidate.settings().forEach(s -> options.put(s.name(), List.of()));
            }
        }
        options.put(SimulatedRun.SPREAD, List.of("0", "1"));
        return options;
    }

    @Override
    public Map<String, List<String>> parameters(String workload) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        workloads
                .find(workload)
                .map(Workload::texts)
                .orElse(List.of())
                .forEach(text -> parameters.put(text.name(), List.of()));
        for (Parameter parameter :
                workloads.find(workload).map(Workload::parameters).orElse(List.of())) {
            if (!FROM_THE_ROW.contains(parameter.name())) {
                parameters.put(parameter.name(), List.of());
            }
        }
        return parameters;
    }
}
