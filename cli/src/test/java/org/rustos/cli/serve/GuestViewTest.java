package org.rustos.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.channels.Simulation;
import org.rustos.channels.view.GuestView;
import org.rustos.channels.view.Holding;
import org.rustos.channels.view.Occupancy;
import org.rustos.channels.view.Sample;
import org.rustos.cli.run.Guest;
import org.rustos.cli.run.GuestFinder;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.kernel.KernelConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** That looking changes nothing, and that what is seen is what was. */
class GuestViewTest {
    private record Seen(Simulation.Outcome outcome, GuestView.Excerpt excerpt) {}

    private static Seen run(
            String workload,
            String mechanism,
            String cpu,
            Map<String, String> settings,
            int cores,
            boolean looking)
            throws Exception {
        Guest guest = new GuestFinder(cpu, mechanism, settings).find(workload, List.of());
        Simulation.Plan plan =
                new Simulation.Plan(
                        guest.cpu(),
                        guest.mechanism(),
                        guest.settings(),
                        guest.image(),
                        guest.arguments(),
                        List.of(),
                        64L << 20,
                        cores,
                        false,
                        true,
                        1_000_000_000L,
                        KernelConfig.DEFAULT,
                        null,
                        guest.files(),
                        new Simulation.Streams(
                                (_, _, _) -> -1, (_, _, _) -> {}, (_, _, _) -> {}, false));
        try (Simulation simulation = new Simulation(plan)) {
            GuestView view = looking ? GuestView.of(simulation, _ -> {}) : null;
            Simulation.Outcome outcome = simulation.run();
            return new Seen(outcome, looking ? view.read(GuestView.Mark.NOTHING) : null);
        }
    }

    /** All that a run counts, in one comparable list. */
    private static List<Object> counted(Simulation.Outcome outcome) {
        List<Object> all = new ArrayList<>();
        all.add(outcome.reason());
        all.add(outcome.exitStatus());
        all.add(outcome.userInstructions());
        all.add(outcome.counters());
        all.add(outcome.notices());
        all.add(outcome.notRepriceable());
        outcome.total().forEach(account -> add(all, account));
        outcome.marks()
                .forEach(
                        mark -> {
                            all.add(mark.kind());
                            all.add(mark.value());
                            mark.accounts().forEach(account -> add(all, account));
                        });
        return all;
    }

    private static void add(List<Object> all, Account account) {
        all.add(account.totalMc());
        all.add(account.pathRuns());
        for (Category category : Category.values()) {
            all.add(account.categoryMc(category));
        }
        for (Event event : Event.values()) {
            all.add(account.count(event));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x86-zen3, channel, 2, poll=1",
        "x86-zen3, syscall, 1, ",
        "arm-neoverse-v1, ring, 1, poll=1",
        "riscv-cheri, message, 1, ",
    })
    void aRunThatIsLookedAtIsTheSame(String cpu, String mechanism, int cores, String setting)
            throws Exception {
        Map<String, String> settings = new java.util.TreeMap<>();
        settings.put("iterations", "12");
        settings.put("warmup", "4");
        if (setting != null) {
            settings.put(setting.split("=")[0], setting.split("=")[1]);
        }
        Seen alone = run("file-read-hot", mechanism, cpu, settings, cores, false);
        Seen looked = run("file-read-hot", mechanism, cpu, settings, cores, true);
        assertEquals(counted(alone.outcome()), counted(looked.outcome()));
        List<Sample> samples = looked.excerpt().samples();
        assertTrue(samples.size() > 20, "samples: " + samples.size());
        for (int i = 1; i < samples.size(); i++) {
            assertTrue(samples.get(i).atMc() >= samples.get(i - 1).atMc());
        }
        Account all = looked.outcome().total().stream().reduce(Account::plus).orElseThrow();
        for (Category category : Category.values()) {
            assertEquals(
                    all.categoryMc(category),
                    samples.getLast().categoriesMc().get(category.ordinal()),
                    category.label());
        }
        assertEquals(looked.outcome().userInstructions(), samples.getLast().instructions());
        assertTrue(looked.excerpt().anew());
        assertEquals(samples.size(), looked.excerpt().next().samples());
        boolean descriptors = mechanism.equals("syscall") || mechanism.equals("ring");
        assertTrue(
                looked.excerpt().holdings().stream()
                        .anyMatch(h -> h.descriptor() == descriptors && h.rights() != 0));
    }

    /** A loop that never traps is seen too. */
    @Test
    void userCodeThatRunsLongIsLookedAtInBetween() throws Exception {
        Map<String, String> settings =
                Map.of("iterations", "3", "warmup", "0", "interval", "100000");
        Seen seen = run("compute-mix", "syscall", "x86-zen3", settings, 1, true);
        List<Sample> samples = seen.excerpt().samples();
        long end = samples.getLast().atMc();
        long widest = 0;
        // The last one is after the end of the process, which is one step of the kernel.
        for (int i = 1; i < samples.size() - 1; i++) {
            widest = Math.max(widest, samples.get(i).atMc() - samples.get(i - 1).atMc());
        }
        assertTrue(widest < end / 50, widest + " of " + end);
    }

    /** A family of six, each derived from the one before it, that is taken back at once. */
    @Test
    void derivationAndRevocationAreSeen() throws Exception {
        Map<String, String> settings = Map.of("iterations", "3", "warmup", "1");
        Seen seen = run("revocation", "direct", "riscv-cheri", settings, 1, true);
        List<Holding> family =
                seen.excerpt().holdings().stream().filter(h -> h.origin() >= 0).toList();
        assertEquals(4 * 6, family.size());
        for (Holding one : family) {
            assertEquals(Holding.End.REVOKED, one.end());
            Holding from = seen.excerpt().holdings().get(one.origin());
            assertEquals(one.origin(), from.number());
            assertEquals(one.object(), from.object());
            assertTrue(one.sinceMc() >= from.sinceMc() && one.untilMc() > one.sinceMc());
        }
        assertEquals(4 * 6, seen.excerpt().samples().getLast().revoked());
    }

    @Test
    void queuesAndHoldingsAreSeen() throws Exception {
        Map<String, String> settings =
                Map.of("iterations", "20", "warmup", "4", "batch", "16", "read", "1");
        Seen seen = run("batch", "channel", "x86-zen3", settings, 1, true);
        assertEquals(1, seen.excerpt().queues().size());
        long most =
                seen.excerpt().samples().stream()
                        .flatMap(sample -> sample.queues().stream())
                        .mapToLong(Occupancy::most)
                        .max()
                        .orElse(0);
        assertEquals(16, most);
        List<Holding> holdings = seen.excerpt().holdings();
        assertTrue(holdings.stream().anyMatch(h -> h.kind().equals("channel")), "" + holdings);
        assertTrue(holdings.stream().anyMatch(h -> h.name().equals("/data/file.bin")));
        assertTrue(holdings.stream().noneMatch(h -> h.end() == Holding.End.HELD));
        assertEquals(
                List.of(),
                seen.excerpt().processes().stream().filter(p -> p.status() != 0).toList());
    }
}
