package org.rustos.channels;

import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.machine.Board;
import org.rustos.kernel.op.CapabilityTable;

import java.util.ArrayList;
import java.util.List;

/**
 * Where service and tables of capabilities are on a machine of several NUMA nodes. The program runs
 * on the last node, as far as can be from the first, where a kernel that does not know of nodes
 * puts everything.
 *
 * @param nodes of the machine, a cluster each; 1: whatever the profile says
 * @param policy one of the constants
 */
public record NodePlacement(int nodes, long policy) {
    /** Service thread on the first node: what came first. */
    private static final long NAIVE = 0;

    /** Service thread on the program's node. */
    private static final long LOCAL = 1;

    /** As naive, and each node has a copy of the capability table. */
    private static final long REPLICATED = 2;

    /** As naive at first; the service thread moves to the program's node. */
    private static final long MIGRATED = 3;

    private static final int MOST_NODES = 4;
    private static final String NODES = "nodes";
    private static final String PLACEMENT = "placement";

    /** The switches of placement. */
    public static final List<Mechanism.Setting> SETTINGS =
            List.of(
                    new Mechanism.Setting(
                            NODES,
                            "1",
                            "2 or 4: so many NUMA nodes of one cluster, the program on the last"),
                    new Mechanism.Setting(
                            PLACEMENT,
                            "0",
                            "with nodes: 0 service on the first node, 1 on the program's, 2 as 0"
                                    + " with the capability table copied on each node, 3 as 0 and"
                                    + " then moved (needs poll=1)"));

    /** What the settings of a run say. */
    public static NodePlacement of(Settings settings) {
        long nodes = Math.clamp(settings.number(NODES, 1), 1, MOST_NODES);
        return new NodePlacement((int) nodes, settings.number(PLACEMENT, NAIVE));
    }

    /** For the board: 0 leaves it to the profile. */
    int clustersPerNode() {
        return nodes > 1 ? 1 : 0;
    }

    /** Whether the service thread moves, and so needs two cores. */
    public boolean moves() {
        return nodes > 1 && policy == MIGRATED;
    }

    /** Physical cores of user threads, then of kernel threads: the one to move to comes first. */
    List<Integer> slots(List<Integer> users, int kernelCores, int coresPerCluster) {
        int own = (nodes - 1) * coresPerCluster;
        List<Integer> slots = new ArrayList<>();
        users.forEach(slot -> slots.add(own + slot));
        int beside = slots.getLast() + 1;
        for (int i = 0; i < kernelCores; i++) {
            boolean near = policy == LOCAL || moves() && i == 0;
            slots.add(near ? beside : 0);
        }
        return slots;
    }

    /** Copies the table of a process, if that is the policy. */
    public void apply(RustosProcess process) {
        if (nodes == 1 || policy != REPLICATED) {
            return;
        }
        Board board = process.kernel().board();
        CapabilityTable table = process.table();
        int lines = (nodes - 1) * CapabilityTable.lines(table.space().capacity());
        table.replicate(board.topology()::nodeOf, nodes, process.kernel().heap().allocate(lines));
    }
}
