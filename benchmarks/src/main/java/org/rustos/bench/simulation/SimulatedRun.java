package org.rustos.bench.simulation;

import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Catalogue;
import org.rustos.bench.suite.Experiment;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.core.Sha256;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.EngineUnavailableException;
import org.rustos.core.cpu.Isa;
import org.rustos.core.cpu.ProfileException;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.RunOutcome;
import org.rustos.workloads.Verdict;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs experiments on the simulator itself: a fresh machine for every one. */
public final class SimulatedRun implements ExperimentRunner {
    /** Workload parameter that a row's {@code samples} sets. */
    static final String ITERATIONS = "iterations";

    /** Workload parameter that a row's {@code warmup} sets. */
    static final String WARMUP = "warmup";

    /** Option of every mechanism: kernel threads run in another cluster. */
    static final String SPREAD = "spread";

    private static final long RAM_BYTES = 128L << 20;

    private final SortedMap<String, String> environment = new TreeMap<>();

    @Override
    public Catalogue catalogue() {
        return new SimulatorCatalogue();
    }

    @Override
    public SortedMap<String, String> environment() {
        return environment;
    }

    @Override
    public Outcome run(Experiment experiment) {
        try {
            return cell(experiment);
        } catch (ParameterException
                | ProgramException
                | ElfException
                | ProfileException
                | EngineUnavailableException e) {
            return new Outcome.Failed(e.getMessage());
        }
    }

    private Outcome cell(Experiment e) throws ParameterException, ProgramException, ElfException {
        CpuModel cpu = CpuModelFinder.load(e.cpu());
        Mechanism mechanism = Mechanisms.get(e.mechanism());
        Workload workload = Workloads.load().find(e.workload()).orElse(null);
        if (cpu == null || mechanism == null || workload == null) {
            return new Outcome.Failed("no such CPU model, mechanism or workload: " + e.label());
        }
        environment.put("engine", cpu.profile().engine());
        Isa isa = cpu.profile().isa();
        Optional<String> none =
                Optional.ofNullable(mechanism.notApplicable(cpu.profile()))
                        .or(() -> workload.notApplicable(isa, mechanism.id()));
        if (none.isPresent()) {
            return new Outcome.NotApplicable(none.get());
        }
        Map<String, String> given = new TreeMap<>(e.parameters());
        given.put(ITERATIONS, String.valueOf(e.samples()));
        given.put(WARMUP, String.valueOf(e.warmup()));
        Parameters parameters = Parameters.of(workload, given);
        byte[] image = workload.image(isa, mechanism.id());
        ElfImage elf = ElfReader.read(image);
        try (Simulation simulation =
                new Simulation(plan(e, cpu, mechanism, elf, workload, parameters))) {
            workload.remote(parameters).ifPresent(simulation::attach);
            Simulation.Outcome outcome = simulation.run();
            String name = isa.id() + "/" + mechanism.id() + "/" + workload.id();
            return outcome(simulation, outcome, workload, name, Sha256.hex(image));
        }
    }

    private static Simulation.Plan plan(
            Experiment e,
            CpuModel cpu,
            Mechanism mechanism,
            ElfImage elf,
            Workload workload,
            Parameters parameters)
            throws ParameterException {
        List<String> arguments = new ArrayList<>(workload.arguments(parameters));
        e.options().forEach((name, value) -> arguments.add(name + "=" + value));
        return new Simulation.Plan(
                cpu,
                mechanism,
                new Settings(e.options()),
                elf,
                arguments,
                List.of(),
                RAM_BYTES,
                Math.max(1, e.cores()),
                "1".equals(e.options().get(SPREAD)),
                true,
                e.maxCycles(),
                KernelConfig.DEFAULT.withSeed(e.seed()),
                null,
                workload.prepare(parameters),
                new Simulation.Streams((_, _, _) -> -1, (_, _, _) -> {}, (_, _, _) -> {}, false));
    }

    private static Outcome outcome(
            Simulation simulation,
            Simulation.Outcome outcome,
            Workload workload,
            String imageName,
            String imageHash) {
        MarkedStretches marked = new MarkedStretches(outcome.marks(), workload.stretches());
        String exit = exitReason(outcome);
        boolean finished = outcome.reason() == ExitReason.FINISHED && outcome.exitStatus() < 128;
        if (finished && !marked.problem().isEmpty()) {
            return new Outcome.Failed(marked.problem());
        }
        Verdict verdict = workload.verify(new RunOutcome(outcome.exitStatus(), marked.verdicts()));
        return new Outcome.Measured(
                simulation.board().profile(),
                List.copyOf(simulation.kernel().paths().all()),
                imageName,
                imageHash,
                marked.stretches(),
                marked.empties(),
                verdict.right(),
                verdict.text(),
                finished,
                exit,
                outcome.counters(),
                outcome.notRepriceable(),
                outcome.userInstructions());
    }

    /** Why the run ended, with the kernel's last word about it. */
    private static String exitReason(Simulation.Outcome outcome) {
        String notice = outcome.notices().isEmpty() ? "" : " (" + outcome.notices().getLast() + ")";
        return switch (outcome.reason()) {
            case FINISHED ->
                    outcome.exitStatus() >= 128
                            ? "killed by signal " + (outcome.exitStatus() - 128) + notice
                            : "exit status " + outcome.exitStatus();
            case CYCLE_LIMIT -> "the limit of simulated cycles was reached";
            case DEADLOCK -> "deadlock: no core can go on" + notice;
            case ENGINE -> "engine: " + outcome.failure();
        };
    }
}
