package org.rustos.cpu.x86;

import org.rustos.cpu.pipeline.BlockCode;
import org.rustos.cpu.pipeline.MicroOp;
import org.rustos.cpu.pipeline.PipelineRun;
import org.rustos.cpu.pipeline.ReadOrigins;
import org.rustos.cpu.pipeline.TimingBlock;
import org.rustos.cpu.zydis.Instruction;

import java.util.ArrayList;
import java.util.List;

/** Prepares what the timing of a block needs, once per block: see {@link PipelineRun}. */
final class BlockScheduler {
    private final X86Classes classes;

    BlockScheduler(X86Classes classes) {
        this.classes = classes;
    }

    /** Sets code, reads and quotient registers of a block. */
    void schedule(List<Instruction> code, TimingBlock.Parts parts) {
        if (parts.repeatedBytes != 0) {
            // Priced by how much it moves: REP_START and REP_32_BYTES.
            return;
        }
        List<MicroOp> ops = micro(code);
        parts.code = new BlockCode(ops, classes.pipeline());
        if (code.stream().anyMatch(QuotientHolders::divides)) {
            parts.quotient = QuotientHolders.of(code);
        }
        parts.origins = ReadOrigins.of(ops, classes.pipeline());
    }

    /** A block as the pipeline sees it. */
    List<MicroOp> micro(List<Instruction> code) {
        List<MicroOp> ops = new ArrayList<>();
        for (int i = 0; i < code.size(); i++) {
            boolean fused = i > 0 && classes.fuses(code.get(i - 1), code.get(i));
            ops.add(new ScheduledOp(code.get(i), classes.of(code.get(i))).micro(fused));
        }
        return ops;
    }
}
