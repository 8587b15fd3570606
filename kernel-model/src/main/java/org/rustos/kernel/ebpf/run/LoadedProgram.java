package org.rustos.kernel.ebpf.run;

import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.map.BpfMap;

import java.util.List;

/**
 * A program whose maps exist.
 *
 * @param maps in the order in which the program names them
 */
public record LoadedProgram(Program program, List<BpfMap> maps) {
    public LoadedProgram {
        maps = List.copyOf(maps);
        if (maps.size() != program.maps().size()) {
            throw new IllegalArgumentException("a map is missing");
        }
    }
}
