package org.rustos.kernel.ebpf.object;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.Program;

import java.util.List;

/**
 * An object file whose references are resolved.
 *
 * @param maps the same list and order for each program
 * @param slots what program arrays hold from the beginning
 */
public record BpfObject(List<Program> programs, List<MapSpec> maps, List<Slot> slots) {
    /** One program of a program array. */
    public record Slot(int map, int index, String program) {}

    public BpfObject {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        slots = List.copyOf(slots);
    }

    /** The program of a name, or null. */
    public Program program(String name) {
        for (Program program : programs) {
            if (program.name().equals(name)) {
                return program;
            }
        }
        return null;
    }
}
