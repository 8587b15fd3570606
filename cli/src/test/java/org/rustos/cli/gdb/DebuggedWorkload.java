package org.rustos.cli.gdb;

import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.Holder;
import org.rustos.channels.debug.ReplayedStreams;
import org.rustos.cli.CpuCatalogue;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfReader;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A small workload over {@code channel}, to be run with a debugger and without. */
final class DebuggedWorkload {
    /** So that a step back crosses some. */
    private static final long SNAPSHOT_INTERVAL = 500;

    private final CpuModel cpu;
    private final Workload workload;
    private final Parameters parameters;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ReplayedStreams streams =
            new ReplayedStreams(
                    new Simulation.Streams(
                            (into, offset, length) -> -1, output::write, output::write, false));

    DebuggedWorkload(String cpuId, String workloadId) throws ParameterException {
        cpu = CpuCatalogue.load(cpuId);
        workload = Workloads.load().find(workloadId).orElseThrow();
        parameters = Parameters.of(workload, Map.of("iterations", "2", "warmup", "1"));
    }

    byte[] image() {
        return workload.image(cpu.profile().isa(), "channel");
    }

    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private Simulation make() throws ProgramException {
        try {
            List<String> arguments = new ArrayList<>(workload.arguments(parameters));
            return new Simulation(
                    new Simulation.Plan(
                            cpu,
                            Mechanisms.get("channel"),
                            Settings.NONE,
                            ElfReader.read(image()),
                            arguments,
                            List.of(),
                            64L << 20,
                            1,
                            false,
                            true,
                            Long.MAX_VALUE,
                            KernelConfig.DEFAULT,
                            null,
                            workload.prepare(parameters),
                            streams.forGuest()));
        } catch (ElfException | ParameterException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs without a debugger. */
    Simulation.Outcome plain() throws ProgramException {
        try (Simulation simulation = make()) {
            return simulation.run();
        }
    }

    /** Waits for a debugger at a free port of this machine. */
    DebuggedGuest waiting(Consumer<String> say) throws ProgramException {
        return new DebuggedGuest(
                new GdbAddress("127.0.0.1", 0), this::make, streams, "file-read", image(), say);
    }

    DebuggedRun debugged(Holder holder) throws ProgramException {
        return new DebuggedRun(this::make, streams, holder, SNAPSHOT_INTERVAL);
    }
}
