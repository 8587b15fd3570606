package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;

import java.util.List;

/** Prepares what the timing of a block needs, once per block: see {@link PipelineRun}. */
final class BlockScheduler {
    private final X86Pipeline pipeline;

    BlockScheduler(X86Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Sets code, reads and quotient registers of a block. */
    void schedule(List<Instruction> code, TimingBlock.Parts parts) {
        if (parts.repeatedBytes != 0) {
            // Priced by how much it moves: REP_START and REP_32_BYTES.
            return;
        }
        BlockCode compiled = new BlockCode(code, pipeline);
        parts.code = compiled;
        if (compiled.divides) {
            parts.quotientHolders = QuotientHolders.of(code);
        }
        parts.origins = ReadOrigins.of(code, pipeline);
    }
}
