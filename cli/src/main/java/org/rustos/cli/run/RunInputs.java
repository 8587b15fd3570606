package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.record.Recording;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.file.HostEntry;

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

    long limit() {
        return maxCycles == null ? Long.MAX_VALUE : maxCycles;
    }

    /** Lets the workload's own client in, unless the host takes its place. */
    void attach(Guest guest, Simulation simulation) {
        if (guest.remote() != null && !ports.contains(guest.remote().port())) {
            simulation.attach(guest.remote());
        }
    }

    /** What a simulation of it is made from. */
    Simulation.Plan plan(Guest guest, HostEntry root, Simulation.Streams streams) {
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
     * Reads the normal form.
     *
     * @param cpu where the recorded profile is now, or its id
     * @throws org.rustos.cli.CommandFailure with one line if it is damaged
     */
    static RunInputs of(Recording recording, String cpu) {
        try {
            String limit = recording.value("max-cycles");
            RunInputs inputs =
                    new RunInputs(
                            recording.value("what"),
                            recording.values("arguments"),
                            cpu,
                            recording.value("mechanism"),
                            Integer.parseInt(recording.value("cores")),
                            limit == null ? null : Long.valueOf(limit),
                            !Boolean.parseBoolean(recording.value("timed")),
                            Long.parseLong(recording.value("ram")),
                            Long.parseLong(recording.value("seed")),
                            pairs(recording.values("set")),
                            recording.values("forward").stream().map(Integer::valueOf).toList(),
                            Boolean.parseBoolean(recording.value("terminal")));
            if (inputs.what != null && cpu != null && inputs.sensible()) {
                return inputs;
            }
        } catch (NumberFormatException e) {
            // The same line as for a number out of range.
        }
        throw Recording.bad("the recording is damaged: its options are none of ours; record again");
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
