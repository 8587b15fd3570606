package org.rustos.kernel.ebpf.object;

import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.map.BpfMap;
import org.rustos.kernel.ebpf.map.ProgramArray;
import org.rustos.kernel.ebpf.run.LoadedProgram;

import java.util.ArrayList;
import java.util.List;

/**
 * An object whose maps exist and are shared by its programs. Whether the programs may run is the
 * verifier's to say.
 */
public record LoadedObject(List<BpfMap> maps, List<LoadedProgram> programs) {
    public LoadedObject {
        maps = List.copyOf(maps);
        programs = List.copyOf(programs);
    }

    /** Makes the maps and fills program arrays. */
    public static LoadedObject of(BpfObject object, int processors) {
        List<BpfMap> maps =
                object.maps().stream().map(spec -> BpfMap.of(spec, processors)).toList();
        List<LoadedProgram> programs = new ArrayList<>();
        for (Program program : object.programs()) {
            programs.add(new LoadedProgram(program, maps));
        }
        LoadedObject loaded = new LoadedObject(maps, programs);
        for (BpfObject.Slot slot : object.slots()) {
            LoadedProgram target = loaded.program(slot.program());
            if (target != null && maps.get(slot.map()) instanceof ProgramArray array) {
                array.set(slot.index(), target);
            }
        }
        return loaded;
    }

    /** The program of a name, or null. */
    public LoadedProgram program(String name) {
        for (LoadedProgram each : programs) {
            if (each.program().name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** The map of a name, or null. */
    public BpfMap map(String name) {
        for (BpfMap map : maps) {
            if (map.spec().name().equals(name)) {
                return map;
            }
        }
        return null;
    }
}
