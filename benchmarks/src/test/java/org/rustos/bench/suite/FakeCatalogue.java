package org.rustos.bench.suite;

import java.util.List;
import java.util.Map;

/** A small world for suites to name. */
final class FakeCatalogue implements Catalogue {
    @Override
    public List<String> cpus() {
        return List.of("x86-zen3", "riscv-cheri");
    }

    @Override
    public List<String> mechanisms() {
        return List.of("syscall", "ring");
    }

    @Override
    public List<String> workloads() {
        return List.of("null-call", "batch");
    }

    @Override
    public Map<String, List<String>> options(String mechanism) {
        return mechanism.equals("ring") ? Map.of("wait", List.of("doorbell", "polling")) : Map.of();
    }

    @Override
    public Map<String, List<String>> parameters(String workload) {
        return workload.equals("batch") ? Map.of("batch", List.of()) : Map.of();
    }
}
