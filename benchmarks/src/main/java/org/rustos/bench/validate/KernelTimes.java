package org.rustos.bench.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the program of compute kernels printed: on a host its own clock is the only witness, and on
 * either side its checksums say whether the result is right.
 *
 * @param operations of one run
 * @param samples one for each measured run
 */
record KernelTimes(long operations, List<Sample> samples) {
    private static final String SAMPLE = "sample";

    /**
     * One run.
     *
     * @param cycles core cycles: ticks of the run / ticks of the chain x length of the chain, which
     *     takes one core cycle for each addition
     */
    record Sample(long checksum, double cycles) {}

    /**
     * Reads the program's output.
     *
     * @throws IllegalArgumentException if it is not that: one line
     */
    static KernelTimes parse(String output) {
        List<String> lines = output.lines().toList();
        String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
        if (head.length != 6 || !head[0].equals("kernel")) {
            throw new IllegalArgumentException("the program printed no result");
        }
        long operations = Long.parseLong(head[3]);
        long chain = Long.parseLong(head[5]);
        List<Sample> samples = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            if (words.length != 4 || !words[0].equals(SAMPLE)) {
                throw new IllegalArgumentException("unexpected line: " + line);
            }
            double ticks = Long.parseLong(words[2]);
            samples.add(
                    new Sample(
                            Long.parseUnsignedLong(words[1]),
                            ticks * chain / Long.parseLong(words[3])));
        }
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("the program printed no sample");
        }
        return new KernelTimes(operations, samples);
    }

    /** These samples and those of another process, in this order. */
    KernelTimes and(KernelTimes later) {
        List<Sample> all = new ArrayList<>(samples);
        all.addAll(later.samples);
        return new KernelTimes(operations, all);
    }

    /** Whether both sides computed the same, as far as both have samples. */
    boolean agreesWith(KernelTimes other) {
        int common = Math.min(samples.size(), other.samples.size());
        for (int i = 0; i < common; i++) {
            if (samples.get(i).checksum != other.samples.get(i).checksum) {
                return false;
            }
        }
        return operations == other.operations;
    }

    /** A nearest-rank percentile of the samples, in core cycles of one operation. */
    double percentile(int percent) {
        double[] sorted = samples.stream().mapToDouble(Sample::cycles).sorted().toArray();
        return of(sorted, percent) / operations;
    }

    /** Nearest rank: always a value that was seen. */
    static double of(double[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[Math.max(rank, 1) - 1];
    }

    /** The median of what the model counted, in core cycles of one operation. */
    double median(List<Double> cycles) {
        double[] sorted = cycles.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return of(sorted, 50) / operations;
    }
}
