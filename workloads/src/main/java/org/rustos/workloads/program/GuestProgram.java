package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.RunOutcome;
import org.rustos.workloads.Verdict;
import org.rustos.workloads.Workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all our C programs share: images by name, arguments {@code name=value}, and a verdict by
 * VERIFY marker and exit status (docs/guest-abi.md, "Markers").
 */
abstract class GuestProgram implements Workload {
    private final String id;
    private final String description;
    private final List<Parameter> parameters;
    private final SortedMap<Long, String> stretches;

    /**
     * @param stretches names of the stretches 1, 2, ...
     * @param parameters beside the two that every program has
     */
    GuestProgram(
            String id, String description, List<String> stretches, List<Parameter> parameters) {
        this(
                id,
                description,
                stretches,
                new Parameter("iterations", "measured stretches of each kind", 200, 1, 1_000_000),
                new Parameter("warmup", "rounds before the first stretch", 50, 0, 1_000_000),
                parameters);
    }

    /**
     * A program whose rounds are long.
     *
     * @param iterations the parameter of that name
     * @param warmup the parameter of that name
     */
    GuestProgram(
            String id,
            String description,
            List<String> stretches,
            Parameter iterations,
            Parameter warmup,
            List<Parameter> parameters) {
        this.id = id;
        this.description = description;
        SortedMap<Long, String> names = new TreeMap<>();
        for (String name : stretches) {
            names.put(names.size() + 1L, name);
        }
        this.stretches = Collections.unmodifiableSortedMap(names);
        List<Parameter> all = new ArrayList<>();
        all.add(iterations);
        all.add(warmup);
        all.addAll(parameters);
        this.parameters = List.copyOf(all);
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public final SortedMap<Long, String> stretches() {
        return stretches;
    }

    @Override
    public Optional<String> notApplicable(Isa isa, String mechanism) {
        if (mechanism.equals("emergency") && !id.equals("null-call")) {
            return Optional.of("tier 3 carries bootstrap and the empty operation only");
        }
        boolean carried = GuestImages.exists(isa, mechanism, id);
        if (mechanism.equals("ebpf") && !carried) {
            return Optional.of(
                    "a verified program is no general-purpose interface: it cannot open files and"
                            + " move buffers of user code, which stay system calls");
        }
        if (!carried) {
            return Optional.of(id + " has no image for " + mechanism + " on " + isa.id() + " yet");
        }
        return Optional.empty();
    }

    @Override
    public final byte[] image(Isa isa, String mechanism) {
        return GuestImages.read(isa, mechanism, id);
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) throws ParameterException {
        return Collections.emptySortedMap();
    }

    @Override
    public final List<String> arguments(Parameters given) {
        List<String> arguments = new ArrayList<>();
        arguments.add(id);
        given.values().forEach((name, value) -> arguments.add(name + "=" + value));
        return List.copyOf(arguments);
    }

    @Override
    public final Verdict verify(RunOutcome outcome) {
        if (outcome.verdicts().isEmpty()) {
            return new Verdict(
                    false,
                    "ended with status " + outcome.exitStatus() + " before it checked its result");
        }
        if (outcome.verdicts().size() > 1 || outcome.verdicts().getFirst() != 1) {
            return new Verdict(false, "the program found its result wrong");
        }
        if (outcome.exitStatus() != 0) {
            return new Verdict(false, "right result, but exit status " + outcome.exitStatus());
        }
        return new Verdict(true, "every result and every byte right");
    }
}
