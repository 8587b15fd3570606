package org.rustos.bench.simulation;

import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.bench.simulation.SiliconRun.BrokenRowException;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.program.ComputeKernels;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Runs one compute kernel on a fresh machine of the model. */
public final class KernelRun {
    private static final long MAX_CYCLES = 2_000_000_000L;

    private KernelRun() {}

    /**
     * What the program printed, and what the model counted.
     *
     * @param output the program's own account: operations and a checksum for each sample
     * @param cycles core cycles of each sample
     */
    public record Result(String output, List<Double> cycles) {}

    /**
     * Runs a kernel.
     *
     * @param samples measured runs, 1 to 256
     * @throws BrokenRowException if the program did not end well: one line
     */
    public static Result run(CpuModel cpu, String kernel, int samples) throws BrokenRowException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Simulation simulation = new Simulation(plan(cpu, kernel, samples, printed))) {
            Simulation.Outcome outcome = simulation.run();
            if (outcome.reason() != ExitReason.FINISHED || outcome.exitStatus() != 0) {
                throw new BrokenRowException(
                        outcome.reason() + " with status " + outcome.exitStatus());
            }
            List<Stretch> stretches =
                    new MarkedStretches(outcome.marks(), new TreeMap<>()).stretches();
            return new Result(
                    printed.toString(StandardCharsets.UTF_8),
                    stretches.stream().map(KernelRun::cycles).toList());
        } catch (ProgramException | ElfException e) {
            throw new BrokenRowException(e.getMessage());
        }
    }

    private static double cycles(Stretch stretch) {
        return stretch.cores().getFirst().totalMc() / 1000.0;
    }

    private static Simulation.Plan plan(
            CpuModel cpu, String kernel, int samples, ByteArrayOutputStream printed)
            throws ElfException {
        return new Simulation.Plan(
                cpu,
                Mechanisms.get(ComputeKernels.MECHANISM),
                Settings.NONE,
                ElfReader.read(ComputeKernels.image()),
                ComputeKernels.arguments(kernel, samples, false),
                List.of(),
                ComputeKernels.RAM_BYTES,
                1,
                false,
                true,
                MAX_CYCLES,
                KernelConfig.DEFAULT,
                null,
                new TreeMap<>(),
                new Simulation.Streams((_, _, _) -> -1, printed::write, (_, _, _) -> {}, false));
    }
}
