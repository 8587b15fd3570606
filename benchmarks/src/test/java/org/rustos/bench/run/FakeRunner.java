package org.rustos.bench.run;

import org.rustos.bench.run.Outcome.Measured;
import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.bench.suite.Catalogue;
import org.rustos.bench.suite.Experiment;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stands in for the simulator: accounts with plausible shapes from a seeded generator, and one
 * workload for each way in which a run can go wrong.
 */
public final class FakeRunner implements ExperimentRunner {
    private static final List<String> MECHANISMS =
            List.of(
                    "syscall",
                    "message",
                    "ring",
                    "ebpf",
                    "fast-syscall",
                    "unikernel",
                    "direct",
                    "channel",
                    "emergency",
                    "rustos");

    private static final List<String> WORKLOADS =
            List.of(
                    "null-call",
                    "file-read",
                    "file-read-hot",
                    "file-write",
                    "metadata",
                    "batch",
                    "compute-mix",
                    "abort",
                    "throw",
                    "noisy",
                    "wrong",
                    "endless",
                    "unstable");

    @Override
    public Catalogue catalogue() {
        return new Catalogue() {
            @Override
            public List<String> cpus() {
                return List.of("x86-zen3", "arm-neoverse-v1", "riscv-cheri");
            }

            @Override
            public List<String> mechanisms() {
                return MECHANISMS;
            }

            @Override
            public List<String> workloads() {
                return WORKLOADS;
            }

            @Override
            public Map<String, List<String>> options(String mechanism) {
                return switch (mechanism) {
                    case "ring", "channel" -> Map.of("wait", List.of("doorbell", "polling"));
                    case "direct" -> Map.of("buffer", List.of("copy", "map"));
                    default -> Map.of();
                };
            }

            @Override
            public Map<String, List<String>> parameters(String workload) {
                return switch (workload) {
                    case "batch" -> Map.of("n", List.of());
                    case "compute-mix" -> Map.of("interval", List.of());
                    default -> Map.of();
                };
            }
        };
    }

    @Override
    public SortedMap<String, String> environment() {
        return new TreeMap<>(Map.of("engine", "fake 1"));
    }

    @Override
    public Outcome run(Experiment e) {
        switch (e.workload()) {
            case "abort" -> Runtime.getRuntime().halt(134);
            case "throw" -> throw new IllegalStateException("a bug\nof several lines");
            case "noisy" -> System.out.println("a library that prints to standard output");
            default -> {}
        }
        if (e.mechanism().equals("emergency") && !e.workload().equals("null-call")) {
            return new Outcome.NotApplicable(
                    "tier 3 carries null-call and bootstrap only, by design");
        }
        return new Run(e).measured();
    }

    /** One made-up run. */
    private static final class Run {
        private final Experiment e;
        private final CpuProfile profile;
        private final CoreTiming timing;
        private final CycleLedger ledger;
        private final CycleLedger poller;
        private final Random random;
        private final List<Stretch> stretches = new ArrayList<>();
        private final List<Account> empties = new ArrayList<>();

        Run(Experiment e) {
            this.e = e;
            this.profile = FakeProfile.of(e.cpu());
            this.timing = FakeProfile.timing(profile);
            this.ledger = timing.ledger();
            this.poller = new CycleLedger(profile.costs());
            this.random = new Random(e.seed() * 31 + e.label().hashCode());
        }

        Measured measured() {
            for (int i = 0; i < 8; i++) {
                Account before = ledger.account();
                ledger.scheduled(Category.USER_COMPUTE, 3000);
                if (e.workload().equals("unstable")) {
                    ledger.scheduled(Category.USER_COMPUTE, 9000L * i);
                }
                empties.add(ledger.account().minus(before));
            }
            int operations = Integer.parseInt(e.parameters().getOrDefault("n", "1"));
            for (int i = 0; i < e.samples(); i++) {
                stretches.add(stretch("operation", operations, i));
            }
            for (int i = 0; i < e.samples(); i++) {
                stretches.add(stretch("operation and consume", operations, i));
            }
            boolean finished = !e.workload().equals("endless");
            boolean wrong = e.workload().equals("wrong");
            SortedMap<String, Long> tiers = new TreeMap<>();
            if (e.mechanism().equals("rustos")) {
                tiers.put("tier 1 direct", 50L + random.nextInt(30));
                tiers.put("tier 2 channel", 10L + random.nextInt(40));
                tiers.put("tier 3 emergency", 1L);
            }
            return new Measured(
                    profile,
                    FakeProfile.paths(),
                    e.workload() + "-" + e.mechanism(),
                    "11".repeat(32),
                    stretches,
                    empties,
                    !wrong,
                    wrong ? "byte 17 differs" : "all bytes right",
                    finished,
                    finished ? "finished" : "cycle limit",
                    tiers,
                    polling() ? "a second core takes part" : "",
                    100_000);
        }

        private boolean polling() {
            return "polling".equals(e.options().get("wait"));
        }

        private Stretch stretch(String name, int operations, int i) {
            Account before = ledger.account();
            Account pollerBefore = poller.account();
            ledger.scheduled(Category.USER_COMPUTE, 3000);
            for (int n = 0; n < operations; n++) {
                operation(name.contains("consume"), n, i);
            }
            List<Account> cores = new ArrayList<>();
            cores.add(ledger.account().minus(before));
            if (polling()) {
                poller.count(Event.POLL_HIT, operations);
                poller.count(Event.POLL_EMPTY, 3);
                cores.add(poller.account().minus(pollerBefore));
            }
            return new Stretch(name, operations, cores);
        }

        private void operation(boolean consume, int n, int sample) {
            int work = 1 + WORKLOADS.indexOf(e.workload());
            ledger.count(Event.INSTRUCTION, 30 + 10L * work);
            ledger.scheduled(Category.USER_COMPUTE, 12_000L + 4000L * work);
            switch (e.mechanism()) {
                case "syscall", "message" -> enter(1, true);
                case "fast-syscall", "emergency" -> enter(1, false);
                case "ring", "channel" -> enter(n == 0 && !polling() ? 1 : 0, true);
                case "direct", "rustos" -> {
                    ledger.count(Event.PKEY_WRITE, 2);
                    ledger.kernelInstructions(Category.CAPABILITY_CHECK, 20);
                }
                default -> {}
            }
            FakeProfile.paths().subList(1, 3).forEach(timing::run);
            ledger.kernelInstructions(Category.SERVICE, 80L * work);
            ledger.count(Event.REP_32_BYTES, work);
            if (consume) {
                ledger.scheduled(Category.USER_COMPUTE, 64_000);
            }
            if (sample == 0 || random.nextInt(10) == 0) {
                ledger.count(Event.LOAD_L3, 1 + random.nextInt(4));
                ledger.count(Event.DTLB_WALK);
            }
        }

        private void enter(int times, boolean mitigated) {
            if (times == 0) {
                return;
            }
            ledger.count(Event.MODE_ENTER);
            ledger.count(Event.MODE_LEAVE);
            ledger.count(Event.MISPREDICT_RETURN);
            if (mitigated) {
                ledger.count(Event.SAFE_RET, 3);
                ledger.count(Event.RETPOLINE, 2);
                ledger.count(Event.FETCH_L2, 4);
            }
        }
    }
}
