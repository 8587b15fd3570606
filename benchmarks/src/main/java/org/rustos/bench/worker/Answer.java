package org.rustos.bench.worker;

import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.ResultRow;

import java.util.SortedMap;

/**
 * What a worker says about one experiment, as one line of JSON.
 *
 * @param cpu sheet of the CPU model, or null if nothing ran
 * @param engines versions of what ran it
 * @param nanos host time
 * @param instructions user instructions simulated
 */
public record Answer(
        ResultRow row,
        CpuSheet cpu,
        SortedMap<String, String> engines,
        long nanos,
        long instructions) {}
