package org.rustos.channels.ebpf;

import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.run.LoadedProgram;

/** A program that the verifier accepted; only such programs are ever run. */
record AttachedProgram(LoadedProgram program) {
    ProgramType type() {
        return program.program().type();
    }
}
