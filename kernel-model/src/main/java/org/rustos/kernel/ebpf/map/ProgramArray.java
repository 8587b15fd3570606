package org.rustos.kernel.ebpf.map;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.run.LoadedProgram;

/** Programs by index: what a tail call goes to. */
public final class ProgramArray extends BpfMap {
    private final LoadedProgram[] programs;

    ProgramArray(MapSpec spec) {
        super(spec);
        this.programs = new LoadedProgram[Math.toIntExact(spec.maxEntries())];
    }

    /** Sets a slot; only programs of one type may share an array, which the caller sees to. */
    public void set(int index, LoadedProgram program) {
        programs[index] = program;
    }

    /** The program of a slot, or null. */
    public LoadedProgram get(long index) {
        return index < 0 || index >= programs.length ? null : programs[(int) index];
    }
}
