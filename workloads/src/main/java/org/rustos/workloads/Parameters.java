package org.rustos.workloads;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The value of every parameter of one workload, checked: given where given, else standard. */
public final class Parameters {
    private final SortedMap<String, Long> values;

    private Parameters(SortedMap<String, Long> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** All standard values. */
    public static Parameters standard(Workload workload) {
        SortedMap<String, Long> values = new TreeMap<>();
        for (Parameter parameter : workload.parameters()) {
            values.put(parameter.name(), parameter.standard());
        }
        return new Parameters(values);
    }

    /**
     * @param given name to decimal number
     * @throws ParameterException for an unknown name, a text that is no number, or one out of range
     */
    public static Parameters of(Workload workload, Map<String, String> given)
            throws ParameterException {
        SortedMap<String, Long> values = new TreeMap<>(standard(workload).values);
        for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
            Parameter parameter = find(workload, entry.getKey());
            values.put(parameter.name(), number(workload, parameter, entry.getValue()));
        }
        return new Parameters(values);
    }

    private static Parameter find(Workload workload, String name) throws ParameterException {
        for (Parameter parameter : workload.parameters()) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        String known =
                workload.parameters().stream()
                        .map(Parameter::name)
                        .collect(Collectors.joining(", "));
        throw new ParameterException(
                "workload " + workload.id() + " has no parameter " + name + "; it has " + known);
    }

    private static long number(Workload workload, Parameter parameter, String text)
            throws ParameterException {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    workload.id() + ": " + parameter.name() + "=" + text + " is not a number", e);
        }
        if (value < parameter.least() || value > parameter.greatest()) {
            throw new ParameterException(
                    workload.id()
                            + ": "
                            + parameter.name()
                            + "="
                            + text
                            + " is not within "
                            + parameter.least()
                            + " to "
                            + parameter.greatest());
        }
        return value;
    }

    /**
     * The value of a parameter.
     *
     * @throws IllegalArgumentException if the workload has none of that name
     */
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    /** Name to value, by name. */
    public SortedMap<String, Long> values() {
        return values;
    }
}
