package org.rustos.kernel.ebpf;

import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.run.Environment;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.run.LoadedProgram;
import org.rustos.kernel.ebpf.run.Memory;
import org.rustos.kernel.ebpf.run.Outcome;
import org.rustos.kernel.ebpf.run.Region;

import java.util.List;

/** Runs bytes outside any kernel: R1 is the memory, R2 its length, as conformance tests want it. */
public final class RawRun {
    private RawRun() {}

    /** Runs at most so many instructions; what the program writes stays in the memory. */
    public static Outcome of(byte[] code, byte[] memory, long limit) throws BytecodeException {
        LoadedProgram program = new LoadedProgram(Program.raw(code), List.of());
        Memory space = new Memory();
        long address = memory.length == 0 ? 0 : space.add(new Region(memory, true));
        return new Interpreter(space, Environment.still())
                .run(program, address, memory.length, limit);
    }
}
