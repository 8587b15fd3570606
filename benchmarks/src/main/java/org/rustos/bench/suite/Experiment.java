package org.rustos.bench.suite;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cell to be measured: everything that decides a run, so that two equal experiments give equal
 * results bit for bit.
 *
 * @param cpu id or file of the CPU model
 * @param mechanism id of the mechanism
 * @param options how the mechanism is used ({@code wait=polling}); part of the row's label
 * @param workload id of the workload
 * @param parameters of the workload ({@code batch=8})
 * @param seed of everything random in the workload
 * @param samples measured stretches per kind of stretch, 1 or more
 * @param warmup rounds that the program runs before it measures
 * @param cores cores of the machine, 1 to 64; 0 lets the mechanism choose
 * @param maxCycles limit in core cycles; a run that reaches it is a failed row
 */
public record Experiment(
        String cpu,
        String mechanism,
        SortedMap<String, String> options,
        String workload,
        SortedMap<String, String> parameters,
        long seed,
        int samples,
        int warmup,
        int cores,
        long maxCycles) {
    public Experiment {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** The same on another CPU. */
    public Experiment on(String other) {
        return new Experiment(
                other,
                mechanism,
                options,
                workload,
                parameters,
                seed,
                samples,
                warmup,
                cores,
                maxCycles);
    }

    /** Name for people: {@code x86-zen3 ring[wait=polling] null-call[batch=8] seed 1}. */
    public String label() {
        return cpu
                + " "
                + named(mechanism, options)
                + " "
                + named(workload, parameters)
                + " seed "
                + seed;
    }

    /** A name with its settings behind it in brackets, or the bare name. */
    public static String named(String name, Map<String, String> settings) {
        if (settings.isEmpty()) {
            return name;
        }
        StringBuilder text = new StringBuilder(name).append('[');
        settings.forEach((key, value) -> text.append(key).append('=').append(value).append(' '));
        text.setCharAt(text.length() - 1, ']');
        return text.toString();
    }
}
