package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.ProfileFiles;
import org.rustos.cpu.pipeline.BlockSchedule;
import org.rustos.cpu.pipeline.KnownCode;
import org.rustos.cpu.pipeline.PipelineRun;
import org.rustos.cpu.pipeline.PipelineState;
import org.rustos.cpu.pipeline.PipelineStep;
import org.rustos.cpu.pipeline.TimingBlock;

import java.util.HexFormat;
import java.util.List;

/**
 * Fixes instructions and settled cost of blocks, so that a change of table, scheduler or profile
 * shows before it shows in results.
 */
class GoldenBlockTest {
    private static final long CODE = 0x40_0000;
    private static final int ROUNDS = 64;
    private static final CpuProfile PROFILE =
            new ProfileFiles("unicorn-arm", Isa.AARCH64, List.of("arm-neoverse-v1"))
                    .find("arm-neoverse-v1");
    private static final A64Classes CLASSES = new A64Classes(PROFILE.id(), PROFILE.pipeline());

    @Test
    void aBlockHasSixtyFourInstructionsAtMost() {
        block("add chain", "0000018b".repeat(100), 64, 64_000, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "loop: add; subs; b.ne, 0000018b 420400f1 c1ffff54, 3, 1000, 0",
        "pointer chase: ldr x0 [x0]; ret, 000040f9 c0035fd6, 2, 4000, 1",
        "authenticated chase: autda x0 x1; ldr x0 [x0]; ret, 2018c1da 000040f9 c0035fd6, 3, 9000,"
                + " 1",
        "prologue: paciasp; stp x29 x30 [sp -32]!; mov; str; svc,"
                + " 3f2303d5 fd7bbea9 fd030091 f30b00f9 010000d4, 5, 5000, 0",
        "epilogue: ldr; ldp post; autiasp; ret, f30b40f9 fd7bc2a8 bf2303d5 c0035fd6, 4, 1000, 0",
        "walk: ldr x3 [x1] 8; ret, 238440f8 c0035fd6, 2, 1000, 0",
        "forward: str x0 [sp 8]; ldr x0 [sp 8]; ret, e00700f9 e00740f9 c0035fd6, 3, 5000, 0",
        "multiply: mul x0 x0 x1; ret, 007c019b c0035fd6, 2, 2000, 0",
        "atomic: ldaddal x0 x1 [x2]; ret, 4100e0f8 c0035fd6, 2, 7000, 0",
        "marker: udf 5255, 55520000, 0, 1000, 0",
        "random is apart: add; mrs rndr, 0000018b 00243bd5, 1, 1000, 0",
    })
    void block(String name, String hex, int instructions, long costMc, long chained) {
        TimingBlock block = decode(hex);
        assertEquals(
                instructions + " " + costMc + " " + chained,
                block.instructions + " " + perRound(block) + " " + chained(block),
                name);
    }

    @Test
    void hostRandomnessIsRefused() {
        assertTrue(decode("00243bd5").refused());
    }

    private static TimingBlock decode(String hex) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20)) {
            FrameAllocator frames = new FrameAllocator(memory);
            AliasSpace aliases = new AliasSpace(memory);
            AddressSpace space = new AddressSpace(1, new NoTables(), aliases);
            long frame = frames.allocate();
            space.map(CODE, frame, PageSize.SMALL, Permissions.READ_EXECUTE);
            memory.write(frame, code, 0, code.length);
            return new BlockDecoder(memory, aliases, CLASSES, new KnownCode()).decode(space, CODE);
        }
    }

    /** Bit i: the address of the i-th read comes from a read of the round before. */
    private static long chained(TimingBlock block) {
        long chained = 0;
        long late = block.origins.late(0, -1);
        for (int i = 0; i < block.origins.reads; i++) {
            chained |= block.origins.waits(i, late, 0) ? 1L << i : 0;
        }
        return chained;
    }

    /** Millicycles of a round once the block has run long enough to settle. */
    private static long perRound(TimingBlock block) {
        BlockSchedule schedule = new BlockSchedule(block.code);
        PipelineRun run = new PipelineRun(CLASSES.pipeline());
        PipelineState state = run.empty();
        long settled = 0;
        for (int round = 0; round < 1000 + ROUNDS; round++) {
            PipelineStep step = schedule.step(run, state, true, CLASSES.pipeline().usualQuotient());
            state = step.to();
            settled += round < 1000 ? 0 : step.costMc();
        }
        return settled / ROUNDS;
    }
}
