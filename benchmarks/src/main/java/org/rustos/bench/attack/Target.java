package org.rustos.bench.attack;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.timing.Account;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.program.Attacks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fresh machine with something to steal and something to forge, for one attack.
 *
 * @param seed of the machine; the secret comes from it
 */
record Target(CpuModel cpu, Mechanism mechanism, long seed) {
    private static final long RAM_BYTES = 32L << 20;
    private static final long MOST_CYCLES = 100_000_000;
    private static final String SECRET = "/secret/key";
    private static final String LEDGER = "/secret/ledger";
    private static final String HONEST = "honest";
    private static final String FORGED = "FORGED";
    private static final String OTHER_SECRET = "key:0000000000000001";
    private static final String REJECTED = "eBPF program rejected: ";
    private static final int PAGE = 4096;
    private static final int TABLE_BYTES = 17 * PAGE;

    static Target of(String cpu, Mechanism mechanism, long seed) {
        return new Target(CpuModelFinder.load(cpu), mechanism, seed);
    }

    Isa isa() {
        return cpu.profile().isa();
    }

    /** 16 digits that nobody can guess and every run can repeat. */
    private String secret() {
        return "key:%016x".formatted((seed + 0x5eed) * 0x9e37_79b9_7f4a_7c15L);
    }

    private static Map<String, byte[]> files(Trial trial, String secret) {
        Map<String, byte[]> files = new TreeMap<>();
        if (trial.program() == Attacks.TIMING) {
            files.put("/data/table", new byte[TABLE_BYTES]);
        }
        files.put(SECRET, page(secret));
        files.put(LEDGER, page(HONEST));
        files.put("/data/file.bin", page("public"));
        files.put("/data/shared", page("shared"));
        return files;
    }

    private static byte[] page(String text) {
        byte[] page = new byte[PAGE];
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, page, 0, bytes.length);
        return page;
    }

    /** Runs the attacking program to its end, and where cycles are compared once more. */
    Evidence attack(Trial trial) {
        Evidence evidence = attack(trial, secret());
        return trial.compares() ? evidence.beside(attack(trial, OTHER_SECRET)) : evidence;
    }

    private Evidence attack(Trial trial, String secret) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            ElfImage image = ElfReader.read(trial.program().image(isa(), mechanism.id()));
            try (Simulation simulation = new Simulation(plan(trial, secret, image, printed))) {
                Simulation.Outcome outcome = simulation.run();
                return new Evidence(
                        "",
                        printed.toString(StandardCharsets.ISO_8859_1),
                        secret,
                        changed(simulation.kernel()),
                        killed(simulation.kernel(), outcome, image),
                        ended(outcome),
                        outcome.total().stream().mapToLong(Account::totalMc).sum(),
                        rejected(outcome),
                        simulation.kernel().checks().reached(),
                        null);
            }
        } catch (ProgramException e) {
            return Evidence.notLoaded(e.getMessage());
        } catch (ElfException e) {
            throw new IllegalStateException("an image of our own: " + e.getMessage(), e);
        }
    }

    private Simulation.Plan plan(
            Trial trial, String secret, ElfImage image, ByteArrayOutputStream printed) {
        Configuration configuration = trial.configuration();
        List<String> arguments = new ArrayList<>();
        arguments.add(trial.program().id());
        arguments.addAll(trial.arguments());
        new TreeMap<>(configuration.settings())
                .forEach((name, value) -> arguments.add(name + "=" + value));
        return new Simulation.Plan(
                cpu,
                mechanism,
                new Settings(configuration.settings()),
                image,
                arguments,
                List.of(),
                RAM_BYTES,
                configuration.cores(),
                false,
                true,
                MOST_CYCLES,
                KernelConfig.DEFAULT
                        .withSeed(seed)
                        .withSlice(configuration.sliceNanos())
                        .withFlaws(configuration.flaws()),
                null,
                files(trial, secret),
                new Simulation.Streams((_, _, _) -> -1, printed::write, (_, _, _) -> {}, false));
    }

    private static boolean changed(Kernel kernel) {
        Inode inode = kernel.files().root();
        for (String name : LEDGER.substring(1).split("/")) {
            inode = ((Directory) inode).find(name).inode();
        }
        byte[] bytes = ((RegularFile) inode).bytes();
        return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(FORGED);
    }

    private static String killed(Kernel kernel, Simulation.Outcome outcome, ElfImage image) {
        boolean killed =
                outcome.reason() == ExitReason.FINISHED
                        && kernel.processes().first().killSignal() != 0;
        return killed ? Place.of(outcome.notices().getLast(), image) : "";
    }

    /** Only a kernel that runs programs has such notices. */
    private static String rejected(Simulation.Outcome outcome) {
        return outcome.notices().stream()
                .filter(notice -> notice.startsWith(REJECTED))
                .reduce("", (_, later) -> later.substring(REJECTED.length()));
    }

    private static String ended(Simulation.Outcome outcome) {
        return switch (outcome.reason()) {
            case FINISHED -> Evidence.FINISHED;
            case CYCLE_LIMIT -> "no end within " + MOST_CYCLES + " cycles";
            case DEADLOCK -> "deadlock: " + outcome.failure();
            case ENGINE -> "engine: " + outcome.failure();
        };
    }
}
