package org.rustos.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.timing.Topology;

import java.util.List;
import java.util.Map;

class NodePlacementTest {
    private static final int CLUSTER = 8;

    @ParameterizedTest
    @CsvSource({"2,0,1", "2,1,1", "2,2,1", "2,3,2", "4,0,1", "4,1,1", "4,3,2"})
    void theServiceIsWhereThePolicyPutsIt(int nodes, long policy, int kernelCores) {
        NodePlacement placement =
                NodePlacement.of(
                        new Settings(
                                Map.of(
                                        "nodes",
                                        Integer.toString(nodes),
                                        "placement",
                                        Long.toString(policy))));
        List<Integer> slots = placement.slots(List.of(0), kernelCores, CLUSTER);
        Topology topology = new Topology(CLUSTER, placement.clustersPerNode(), slots);
        assertEquals(nodes - 1, topology.nodeOf(0), "the program");
        assertEquals(policy == 1 ? nodes - 1 : 0, topology.nodeOf(slots.size() - 1), "at first");
        if (placement.moves()) {
            assertEquals(nodes - 1, topology.nodeOf(1), "where it moves to");
        }
    }
}
