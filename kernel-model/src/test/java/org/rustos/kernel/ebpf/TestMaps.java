package org.rustos.kernel.ebpf;

import org.rustos.kernel.ebpf.map.BpfMap;

import java.util.List;

/** The maps that programs of tests name by index. */
final class TestMaps {
    static final List<MapSpec> SPECS =
            List.of(
                    MapSpec.of("array", MapType.ARRAY, 4, 8, 4),
                    MapSpec.of("hash", MapType.HASH, 4, 16, 3),
                    MapSpec.of("ring", MapType.RING_BUFFER, 0, 0, 4096),
                    MapSpec.of("programs", MapType.PROGRAM_ARRAY, 4, 4, 4),
                    new MapSpec("constants", MapType.ARRAY, 4, 12, 1, true, new byte[12]));

    private TestMaps() {}

    static List<BpfMap> make() {
        return SPECS.stream().map(spec -> BpfMap.of(spec, 2)).toList();
    }
}
