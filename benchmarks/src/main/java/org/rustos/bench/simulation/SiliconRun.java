package org.rustos.bench.simulation;

import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.timing.Account;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.program.Silicon;

import java.util.List;
import java.util.TreeMap;

/** Runs one row of the silicon microbenchmarks on a fresh machine. */
public final class SiliconRun {
    private static final int REPEATS = 9;
    private static final long MAX_CYCLES = 20_000_000_000L;

    private SiliconRun() {}

    /** The rows that the guest programs have. */
    public static List<String> rows() {
        return Silicon.rows();
    }

    /**
     * The median of the measured stretches.
     *
     * @return core cycles per operation, the empty baseline subtracted
     * @throws BrokenRowException if the program did not end well: one line
     */
    public static double cycles(CpuModel cpu, String row) throws BrokenRowException {
        try (Simulation simulation = new Simulation(plan(cpu, row))) {
            Simulation.Outcome outcome = simulation.run();
            if (outcome.reason() != ExitReason.FINISHED || outcome.exitStatus() != 0) {
                String notice =
                        outcome.notices().isEmpty() ? "" : ": " + outcome.notices().getLast();
                throw new BrokenRowException(
                        outcome.reason() + " with status " + outcome.exitStatus() + notice);
            }
            MarkedStretches marked = new MarkedStretches(outcome.marks(), new TreeMap<>());
            return median(marked);
        } catch (ProgramException | ElfException e) {
            throw new BrokenRowException(e.getMessage());
        }
    }

    private static double median(MarkedStretches marked) throws BrokenRowException {
        if (marked.stretches().isEmpty() || marked.empties().isEmpty()) {
            throw new BrokenRowException("no measured stretch");
        }
        double empty =
                marked.empties().stream()
                                .mapToLong(Account::totalMc)
                                .sorted()
                                .toArray()[marked.empties().size() / 2]
                        / 1000.0;
        double[] sorted =
                marked.stretches().stream()
                        .mapToDouble(stretch -> perOperation(stretch, empty))
                        .sorted()
                        .toArray();
        return sorted[sorted.length / 2];
    }

    private static double perOperation(Stretch stretch, double empty) {
        return (stretch.cores().getFirst().totalMc() / 1000.0 - empty) / stretch.operations();
    }

    private static Simulation.Plan plan(CpuModel cpu, String row) throws ElfException {
        return new Simulation.Plan(
                cpu,
                Mechanisms.get(Silicon.MECHANISM),
                Settings.NONE,
                ElfReader.read(Silicon.image(row)),
                Silicon.arguments(row, REPEATS),
                List.of(),
                Silicon.ramBytes(row),
                Silicon.slots(row, cpu.profile().coresPerCluster()),
                false,
                true,
                MAX_CYCLES,
                KernelConfig.DEFAULT,
                null,
                new TreeMap<>(),
                new Simulation.Streams((_, _, _) -> -1, (_, _, _) -> {}, (_, _, _) -> {}, false));
    }

    /** A row that did not run; the message says why in one line. */
    public static final class BrokenRowException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenRowException(String message) {
            super(message);
        }
    }
}
