package org.rustos.workloads.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows about two cores: each was measured twice, with the cores in one cluster and in two, and
 * says so behind its @.
 */
final class SiliconCores {
    static final String PROGRAM = "silicon-cores";

    private static final String SAME = "@sameCCX";
    private static final String REMOTE = "@remoteCCX";

    private static final List<String> NAMES =
            List.of(
                    "line_pingpong_2flags",
                    "ipc_spin_shm_thread_crosscore",
                    "ipc_spin_shm_process_crosscore",
                    "line_read_local_L1L2_dependent",
                    "line_read_remote_dirty_dependent",
                    "line_rfo_remote_dirty_atomic",
                    "line_upgrade_shared_to_modified_atomic",
                    "spsc_roundtrip_batch1",
                    "spsc_throughput_batch1");

    private SiliconCores() {}

    static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (String name : NAMES) {
            rows.add(name + SAME);
            rows.add(name + REMOTE);
        }
        return rows;
    }

    static boolean has(String row) {
        return row.endsWith(SAME) || row.endsWith(REMOTE);
    }

    static List<Integer> slots(String row, int coresPerCluster) {
        return List.of(0, row.endsWith(SAME) ? 1 : coresPerCluster);
    }
}
