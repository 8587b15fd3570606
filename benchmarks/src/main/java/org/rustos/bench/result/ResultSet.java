package org.rustos.bench.result;

import java.util.List;
import java.util.SortedMap;

/**
 * Everything that a suite found, as {@code results.json} keeps it: byte-identical between runs,
 * hosts and numbers of workers. Nothing about the host may stand here.
 *
 * @param format version of the file's layout; see {@link #FORMAT}
 * @param version of the emulator
 * @param suite id of the suite
 * @param suiteHash sha256 of the suite file
 * @param command the exact command that gives these bytes again
 * @param cpus sheets of the CPU models, by the name that rows use
 * @param rows in the order of the suite
 */
public record ResultSet(
        int format,
        String version,
        String suite,
        String description,
        String suiteHash,
        String command,
        SortedMap<String, CpuSheet> cpus,
        List<ResultRow> rows) {
    /** The layout that this version writes and reads. */
    public static final int FORMAT = 1;

    public ResultSet {
        rows = List.copyOf(rows);
    }

    /** Rows that broke or did not verify. */
    public List<ResultRow> failures() {
        return rows.stream().filter(r -> r.status() == ResultRow.Status.FAILED).toList();
    }
}
