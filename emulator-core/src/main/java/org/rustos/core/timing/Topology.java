package org.rustos.core.timing;

import java.util.List;

/**
 * How far cores are from each other.
 *
 * @param coresPerCluster cores that share an L3
 * @param clustersPerNode clusters of one NUMA node
 * @param slots for each core id the physical core that it is: slots count through clusters,
 *     clusters through nodes, so {@code [0, 1]} are neighbours and {@code [0, coresPerCluster]} are
 *     not
 */
public record Topology(int coresPerCluster, int clustersPerNode, List<Integer> slots) {
    public Topology {
        slots = List.copyOf(slots);
    }

    /** Number of the cluster of a core id. */
    public int clusterOf(int core) {
        return slots.get(core) / coresPerCluster;
    }

    /** Number of the NUMA node of a core id. */
    public int nodeOf(int core) {
        return clusterOf(core) / clustersPerNode;
    }

    /** The latency that an interrupt from one core to another has. */
    public Event interruptWay(int from, int to) {
        return switch (distance(from, to)) {
            case OTHER_CLUSTER -> Event.IPI_WAY_OTHER_CLUSTER;
            case OTHER_NODE -> Event.IPI_WAY_OTHER_NODE;
            default -> Event.IPI_WAY_CLUSTER;
        };
    }

    int clusters() {
        int most = 0;
        for (int core = 0; core < slots.size(); core++) {
            most = Math.max(most, clusterOf(core));
        }
        return most + 1;
    }

    MemorySystem.Source distance(int a, int b) {
        int clusterA = clusterOf(a);
        int clusterB = clusterOf(b);
        if (clusterA == clusterB) {
            return MemorySystem.Source.CLUSTER;
        }
        return nodeOf(a) == nodeOf(b)
                ? MemorySystem.Source.OTHER_CLUSTER
                : MemorySystem.Source.OTHER_NODE;
    }
}
