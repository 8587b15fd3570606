package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.record.Recording;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.file.HostEntry;
import org.rustos.kernel.program.ProgramException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The options that decide what a run does, in one form for the command line and for a recording.
 *
 * @param what name of a workload, or of an image
 * @param arguments of an image
 * @param cpu id or file
 * @param mechanism null if not given
 * @param maxCycles null for no limit
 * @param settings pairs of {@code --set}
 * @param ports of the guest that the host's network reaches
 * @param terminal whether the guest sees one
 */
record RunInputs(
        String what,
        List<String> arguments,
        String cpu,
        String mechanism,
        int cores,
        Long maxCycles,
        boolean untimed,
        long ramBytes,
        long seed,
        SortedMap<String, String> settings,
        List<Integer> ports,
        boolean terminal) {
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/");

    /** The same with another limit; null keeps it away. */
    RunInputs withLimit(Long cycles) {
        return new RunInputs(
                what, arguments, cpu, mechanism, cores, cycles, untimed, ramBytes, seed, settings,
                ports, terminal);
    }

    long limit() {
        return maxCycles == null ? Long.MAX_VALUE : maxCycles;
    }

    /**
     * A simulation of it, with the workload's own client let in, unless the host takes its place.
     *
     * @param guest made for this simulation: a client is of one run
     * @throws ProgramException if the program cannot be started: one line with the reason
     */
    Simulation simulation(Guest guest, HostEntry root, Simulation.Streams streams)
            throws ProgramException {
        Simulation simulation = new Simulation(plan(guest, root, streams));
        if (guest.remote() != null && !ports.contains(guest.remote().port())) {
            simulation.attach(guest.remote());
        }
        return simulation;
    }

    private Simulation.Plan plan(Guest guest, HostEntry root, Simulation.Streams streams) {
        return new Simulation.Plan(
                guest.cpu(),
                guest.mechanism(),
                guest.settings(),
                guest.image(),
                guest.arguments(),
                ENVIRONMENT,
                ramBytes,
                cores,
                false,
                !untimed,
                limit(),
                KernelConfig.DEFAULT.withSeed(seed),
                root,
                guest.files(),
                streams);
    }

    /** The normal form. */
    SortedMap<String, List<String>> options() {
        SortedMap<String, List<String>> options = new TreeMap<>();
        options.put("what", List.of(what));
        options.put("arguments", arguments);
        options.put("cpu", List.of(cpu));
        options.put("cores", List.of(Integer.toString(cores)));
        options.put("ram", List.of(Long.toString(ramBytes)));
        options.put("seed", List.of(Long.toString(seed)));
        options.put("timed", List.of(Boolean.toString(!untimed)));
        options.put("terminal", List.of(Boolean.toString(terminal)));
        if (mechanism != null) {
            options.put("mechanism", List.of(mechanism));
        }
        if (maxCycles != null) {
            options.put("max-cycles", List.of(maxCycles.toString()));
        }
        List<String> pairs = new ArrayList<>();
        settings.forEach((name, value) -> pairs.add(name + "=" + value));
        options.put("set", pairs);
        options.put("forward", ports.stream().map(p -> Integer.toString(p)).toList());
        return options;
    }

    /**
     * Reads the normal form of a recording.
     *
     * @param cpu where the recorded profile is now, or its id
     * @throws org.rustos.cli.CommandFailure with one line if it is damaged
     */
    static RunInputs of(Recording recording, String cpu) {
        RunInputs inputs = cpu == null ? null : of(recording.options(), cpu);
        if (inputs == null) {
            throw Recording.bad(
                    "the recording is damaged: its options are none of ours; record again");
        }
        return inputs;
    }

    /**
     * Reads the normal form.
     *
     * @param cpu instead of the one that it names, or null
     * @return null if it is none
     */
    static RunInputs of(Map<String, List<String>> options, String cpu) {
        Options all = new Options(options);
        try {
            String limit = all.value("max-cycles");
            RunInputs inputs =
                    new RunInputs(
                            all.value("what"),
                            all.values("arguments"),
                            cpu == null ? all.value("cpu") : cpu,
                            all.value("mechanism"),
                            Integer.parseInt(all.value("cores")),
                            limit == null ? null : Long.valueOf(limit),
                            !Boolean.parseBoolean(all.value("timed")),
                            Long.parseLong(all.value("ram")),
                            Long.parseLong(all.value("seed")),
                            pairs(all.values("set")),
                            all.values("forward").stream().map(Integer::valueOf).toList(),
                            Boolean.parseBoolean(all.value("terminal")));
            return inputs.what != null && inputs.cpu != null && inputs.sensible() ? inputs : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Values by name, none where a name is missing. */
    private record Options(Map<String, List<String>> all) {
        List<String> values(String name) {
            List<String> values = all.get(name);
            return values == null ? List.of() : values;
        }

        String value(String name) {
            List<String> values = values(name);
            return values.isEmpty() ? null : values.getFirst();
        }
    }

    private boolean sensible() {
        return cores >= 1
                && cores <= RunCommand.MOST_CORES
                && ramBytes >= ByteSize.LEAST
                && ramBytes <= ByteSize.GREATEST
                && ports.stream().allMatch(port -> port > 0 && port <= 65_535)
                && limit() >= 1;
    }

    private static SortedMap<String, String> pairs(List<String> given) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
        }
        return new TreeMap<>(pairs);
    }
}
