package org.rustos.bench.validate;

/**
 * One compute kernel on both sides.
 *
 * @param name of the kernel
 * @param simulated core cycles per operation on the model: the median of its runs
 * @param measured core cycles per operation on this host: the tenth percentile of its runs
 * @param samples runs on the host
 * @param spread by how much the host's median is above {@code measured}: 0.1 means ten percent
 * @param problem why there are no figures, or empty
 */
public record KernelRow(
        String name,
        double simulated,
        double measured,
        int samples,
        double spread,
        String problem) {
    static KernelRow failed(String name, String problem) {
        return new KernelRow(name, Double.NaN, Double.NaN, 0, Double.NaN, problem);
    }

    /** Cycles on the model for each cycle on the host. */
    public double ratio() {
        return simulated / measured;
    }

    /** Relative error: 0.1 means ten percent more than the host. */
    public double error() {
        return ratio() - 1;
    }

    public boolean failed() {
        return !problem.isEmpty();
    }
}
