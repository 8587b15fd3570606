package org.rustos.core.cpu;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.snapshot.Unsaved;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One CPU model as data: shapes, costs, kernel paths and where each figure comes from.
 *
 * @param id name in options and results
 * @param hash sha256 of the profile file, hexadecimal
 * @param gigahertz core clock; nanoseconds = cycles / gigahertz
 * @param coresPerCluster cores that share an L3
 * @param clustersPerNode clusters of a NUMA node
 * @param mitigations every known mitigation and whether it is on
 * @param suppressed events that do not happen because their mitigation is off
 * @param features switches that engine and kernel read, for example {@code protection-keys}
 * @param fitted names of the silicon rows that figures were fitted to
 * @param pipeline what only the ISA's own block scheduler understands
 * @param document the whole file, for reports of cost sources
 */
@Unsaved
public record CpuProfile(
        String id,
        Isa isa,
        String engine,
        String description,
        String hash,
        double gigahertz,
        CoreTiming.Geometry geometry,
        Cache.Geometry l3,
        int coresPerCluster,
        int clustersPerNode,
        CostTable costs,
        Map<String, Boolean> mitigations,
        Set<Event> suppressed,
        Map<String, Boolean> features,
        List<String> fitted,
        JsonNode pipeline,
        JsonNode document) {

    public boolean feature(String name) {
        return features.getOrDefault(name, false);
    }

    public boolean mitigation(String name) {
        return mitigations.getOrDefault(name, false);
    }
}
