package org.rustos.workloads;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The value of every parameter of one workload, checked: given where given, else standard. */
public final class Parameters {
    private final SortedMap<String, Long> values;
    private final SortedMap<String, String> texts;

    private Parameters(SortedMap<String, Long> values, SortedMap<String, String> texts) {
        this.values = Collections.unmodifiableSortedMap(values);
        this.texts = Collections.unmodifiableSortedMap(texts);
    }

    /** All standard values. */
    public static Parameters standard(Workload workload) {
        SortedMap<String, Long> values = new TreeMap<>();
        for (Parameter parameter : workload.parameters()) {
            values.put(parameter.name(), parameter.standard());
        }
        SortedMap<String, String> texts = new TreeMap<>();
        for (TextParameter text : workload.texts()) {
            texts.put(text.name(), text.standard());
        }
        return new Parameters(values, texts);
    }

    /**
     * @param given name to decimal number, or to text where the workload takes one
     * @throws ParameterException for an unknown name, a text that is no number, or one out of range
     */
    public static Parameters of(Workload workload, Map<String, String> given)
            throws ParameterException {
        Parameters standard = standard(workload);
        SortedMap<String, Long> values = new TreeMap<>(standard.values);
        SortedMap<String, String> texts = new TreeMap<>(standard.texts);
        for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
            if (texts.replace(entry.getKey(), entry.getValue()) != null) {
                continue;
            }
            Parameter parameter = find(workload, entry.getKey());
            values.put(parameter.name(), number(workload, parameter, entry.getValue()));
        }
        return new Parameters(values, texts);
    }

    private static Parameter find(Workload workload, String name) throws ParameterException {
        for (Parameter parameter : workload.parameters()) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        String known =
                Stream.concat(
                                workload.parameters().stream().map(Parameter::name),
                                workload.texts().stream().map(TextParameter::name))
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

    /**
     * The value of a text parameter.
     *
     * @throws IllegalArgumentException if the workload has none of that name
     */
    public String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no text parameter " + name);
        }
        return text;
    }

    /** Name to number, by name: what becomes the program's arguments. */
    public SortedMap<String, Long> values() {
        return values;
    }
}
