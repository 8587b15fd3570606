package org.rustos.cpu.riscv.timing;

/**
 * How one kind of operation goes through the pipeline. Times are cycles.
 *
 * @param latency from issue to the result, if the operands are there at issue
 * @param late how long after issue operands may still be taken, in a later stage
 * @param lateLatency from issue to the result, if an operand was taken late
 * @param dataLate the same as late for the stored value of a store alone
 * @param bypassed whether a late stage may take the result before it is ready at issue
 * @param pipes one bit for each pipe that can take it
 * @param occupancy how long it keeps its pipe
 * @param unit the unit that it keeps beside, or -1
 * @param busy how long
 * @param alone nothing issues in its cycle
 * @param drain everything before it is finished first
 */
record OpClass(
        int latency,
        int late,
        int lateLatency,
        int dataLate,
        boolean bypassed,
        int pipes,
        int occupancy,
        int unit,
        int busy,
        boolean alone,
        boolean drain) {}
