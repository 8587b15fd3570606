package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.rustos.cpu.pipeline.BlockCode;
import org.rustos.cpu.pipeline.Pipeline;
import org.rustos.cpu.pipeline.PipelineRun;
import org.rustos.cpu.pipeline.PipelineState;
import org.rustos.cpu.pipeline.PipelineStep;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What a block costs depends on its neighbours, and never on what was remembered of it. */
class PipelineRunTest {
    private static final InstructionDecoder DECODER = InstructionDecoder.open();
    private static final X86Classes CLASSES =
            ((X86CpuModel) new X86CpuModels().load("x86-zen3")).classes();
    private static final Pipeline PIPELINE = CLASSES.pipeline();

    private static final String ADD_CHAIN = "4801c8".repeat(12);
    private static final String OTHER_CHAIN = "4801da".repeat(12);
    private static final String[] BLOCKS = {
        ADD_CHAIN,
        OTHER_CHAIN,
        // mov [rdi],rax; mov rax,[rdi]
        "488907488b07",
        // push rax; pop rbx; inc rbx
        "505b48ffc3",
        // mov rax,[rdi+rax*8]; imul rax,rbx
        "488b04c7480fafc3",
        // div rbx
        "48f7f3",
        // addsd xmm0,xmm1; mulsd xmm0,xmm1
        "f20f58c1f20f59c1",
        // wrpkru
        "0f01ef",
        // cmp rax,rbx; je 0
        "4839d874fb",
    };

    @AfterAll
    static void close() {
        DECODER.close();
    }

    private static BlockCode code(String hex) {
        MemorySegment bytes = MemorySegment.ofArray(HexFormat.of().parseHex(hex));
        List<Instruction> instructions = new ArrayList<>();
        long at = 0;
        while (at < bytes.byteSize()) {
            instructions.add(DECODER.decode(bytes, at, bytes.byteSize(), at));
            at = instructions.getLast().next();
        }
        return new BlockCode(new BlockScheduler(CLASSES).micro(instructions), PIPELINE);
    }

    private static double rounds(int rounds, String... blocks) {
        PipelineRun run = new PipelineRun(PIPELINE);
        PipelineState state = run.empty();
        long cost = 0;
        List<BlockCode> codes = new ArrayList<>();
        for (String block : blocks) {
            codes.add(code(block));
        }
        for (int i = 0; i < rounds; i++) {
            for (BlockCode code : codes) {
                PipelineStep step = run.scheduleOf(code).step(run, state, false, 3);
                state = step.to();
                cost += step.costMc();
            }
        }
        return cost / 1000.0 / rounds;
    }

    @Test
    void independentNeighboursRunAtTheSameTime() {
        assertEquals(12, rounds(1000, ADD_CHAIN), 0.2);
        assertEquals(12, rounds(1000, ADD_CHAIN, OTHER_CHAIN), 0.2);
    }

    @Test
    void aChainThroughTwoBlocksIsPaidInFull() {
        assertEquals(24, rounds(1000, ADD_CHAIN, ADD_CHAIN), 0.3);
    }

    @Test
    void storedValuesAreForwardedFromOneBlockToTheNext() {
        // mov [rdi],rax | mov rax,[rdi]
        assertEquals(6.495, rounds(1000, "488907", "488b07"), 0.1);
        // mov [rdi],rax; add rdi,8 | mov rax,[rdi-8]
        assertEquals(6.495, rounds(1000, "4889074883c708", "488b47f8"), 0.1);
    }

    @Test
    void whatIsRememberedChangesNothing() {
        Random random = new Random(1);
        List<BlockCode> codes = new ArrayList<>();
        for (String block : BLOCKS) {
            codes.add(code(block));
        }
        PipelineRun run = new PipelineRun(PIPELINE);
        PipelineState state = run.empty();
        for (int i = 0; i < 20_000; i++) {
            BlockCode code = codes.get(random.nextInt(codes.size()));
            boolean taken = random.nextBoolean();
            PipelineStep known = run.scheduleOf(code).step(run, state, taken, 31);
            PipelineStep fresh = run.run(code, state, taken, 31);
            assertEquals(fresh.costMc(), known.costMc());
            assertEquals(fresh.unresolved(), known.unresolved());
            assertEquals(fresh.to(), known.to());
            assertTrue(known.costMc() >= 0);
            state = random.nextInt(7) == 0 ? run.later(known.to(), 1700) : known.to();
        }
    }
}
