package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.pipeline.BlockSchedule;
import org.rustos.cpu.pipeline.PipelineRun;
import org.rustos.cpu.pipeline.PipelineState;
import org.rustos.cpu.pipeline.PipelineStep;
import org.rustos.cpu.pipeline.TimingBlock;

import java.util.HexFormat;

/**
 * Fixes instructions, bytes, cost and chained reads of some blocks, so that a change of decoder
 * library, scheduler or profile shows before it shows in results.
 */
class GoldenBlockTest {
    private static final long CODE = 0x40_0000;
    private static final int ROUNDS = 64;

    @Test
    void aBlockHasSixtyFourInstructionsAtMost() {
        block("increments", "48ffc0".repeat(100), 64, 192, 64000, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "straight, 4801c84801d14801da c3, 4, 10, 2150, 0",
        "dependent loop, 4801c84801c8ffce75f6, 4, 10, 2000, 0",
        "pointer chase, 488b00ffce75f9, 3, 7, 4000, 1",
        "array walk, 4803044f48ffc1ffce75f5, 4, 11, 1000, 0",
        "gather, 486304 8f 48030487 48ffc1 75f3, 4, 13, 1000, 0",
        "prologue, 554889e5415741564883ec28 ebfe, 6, 14, 1500, 0",
        "call gate, 31c931d2b8000000000f01ef c3, 5, 13, 1000, 0",
        "before a string, 89f8f3a4c3, 1, 2, 1000, 0",
        "a string, f3a4c3, 1, 2, 0, 0",
        "before randomness, 89f80fc7f0, 1, 2, 1000, 0",
        "no instruction, 06, 1, 1, 0, 0",
    })
    void block(String name, String hex, int instructions, int bytes, long costMc, long chained) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        X86CpuModel model = (X86CpuModel) new X86CpuModels().load("x86-zen3");
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20)) {
            FrameAllocator frames = new FrameAllocator(memory);
            AliasSpace aliases = new AliasSpace(memory);
            AddressSpace space = new AddressSpace(1, model.pageTables(memory, frames), aliases);
            long frame = frames.allocate();
            space.map(CODE, frame, PageSize.SMALL, Permissions.READ_EXECUTE);
            memory.write(frame, code, 0, code.length);
            try (BlockDecoder decoder = model.newDecoder(memory, aliases)) {
                TimingBlock block = decoder.decode(space, CODE);
                assertEquals(
                        instructions + " " + bytes + " " + costMc + " " + chained,
                        block.instructions
                                + " "
                                + block.bytes()
                                + " "
                                + perRound(model, block)
                                + " "
                                + chained(block));
            }
        }
    }

    /** Bit i: the address of the i-th read comes from a read of the round before. */
    private static long chained(TimingBlock block) {
        long chained = 0;
        if (block.origins != null) {
            long late = block.origins.late(0, -1);
            for (int i = 0; i < block.origins.reads; i++) {
                chained |= block.origins.waits(i, late, 0) ? 1L << i : 0;
            }
        }
        return chained;
    }

    /** Millicycles of a round once the block has run long enough to settle. */
    private static long perRound(X86CpuModel model, TimingBlock block) {
        if (block.code == null) {
            return 0;
        }
        BlockSchedule schedule = new BlockSchedule(block.code);
        PipelineRun run = new PipelineRun(model.classes().pipeline());
        PipelineState state = run.empty();
        long settled = 0;
        for (int round = 0; round < 1000 + ROUNDS; round++) {
            PipelineStep step =
                    schedule.step(run, state, true, model.classes().pipeline().usualQuotient());
            state = step.to();
            settled += round < 1000 ? 0 : step.costMc();
        }
        return settled / ROUNDS;
    }
}
