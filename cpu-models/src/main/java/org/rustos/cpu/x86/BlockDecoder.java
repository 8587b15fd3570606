package org.rustos.cpu.x86;

import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Event;
import org.rustos.cpu.pipeline.BlockFinder;
import org.rustos.cpu.pipeline.Control;
import org.rustos.cpu.pipeline.KnownCode;
import org.rustos.cpu.pipeline.TimingBlock;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decodes x86-64 code for timing blocks, with Zydis. */
final class BlockDecoder extends BlockFinder implements AutoCloseable {
    private static final int MAX_LENGTH = 15;
    private static final int MARKER_VECTOR = 0xf1;

    private static final Set<String> KEY_WRITERS = Set.of("wrpkru", "xrstor", "xrstor64");

    private final InstructionDecoder decoder = InstructionDecoder.open();
    private final BlockScheduler scheduler;
    private final byte[] window = new byte[MAX_LENGTH];
    private final transient MemorySegment windowSegment = MemorySegment.ofArray(window);

    BlockDecoder(
            PhysicalMemory memory, AliasSpace aliases, BlockScheduler scheduler, KnownCode known) {
        super(memory, aliases, known, 1, MAX_LENGTH);
        this.scheduler = scheduler;
    }

    @Override
    protected int cut(AddressSpace space, TimingBlock.Parts parts) {
        List<Instruction> code = new ArrayList<>();
        long start = parts.start;
        int lookedAt = 0;
        long pageEnd = (start | PhysicalMemory.PAGE_MASK) + 1;
        long pc = start;
        while (pc < pageEnd && code.size() < MAX_INSTRUCTIONS) {
            int length = read(space, pc, window, MAX_LENGTH);
            Instruction next = decoder.decode(windowSegment, 0, length, pc);
            lookedAt = (int) (pc - start) + (next == null ? MAX_LENGTH : next.length());
            if (next == null && length < MAX_LENGTH) {
                lookedAt = ABSENT;
            }
            boolean apart =
                    next == null || RefusedInstructions.contains(next) || repeatedString(next);
            if (apart && !code.isEmpty() || next == null) {
                break;
            }
            code.add(next);
            pc = next.next();
            if (apart || next.control() != Control.NONE) {
                break;
            }
        }
        if (!code.isEmpty()) {
            describe(parts, code);
        }
        return lookedAt;
    }

    private void describe(TimingBlock.Parts parts, List<Instruction> code) {
        Instruction last = code.getLast();
        parts.end = last.next();
        parts.instructions = code.size();
        parts.offsets = new short[code.size()];
        parts.control = last.control();
        for (int i = 0; i < code.size(); i++) {
            Instruction instruction = code.get(i);
            parts.offsets[i] = (short) (instruction.address() - parts.start);
            parts.locked |= instruction.locked();
            parts.changesRareRegisters |= KEY_WRITERS.contains(instruction.mnemonic());
        }
        count(parts, Event.PKEY_WRITE, times(code, "wrpkru"));
        count(parts, Event.PKEY_READ, times(code, "rdpkru"));
        if (repeatedString(last)) {
            parts.repeatedBytes = last.memory().getFirst().size();
        }
        if (last.mnemonic().equals("int") && (last.immediate() & 0xff) == MARKER_VECTOR) {
            // The guest must not notice a marker: it is not counted as an instruction either.
            parts.instructions--;
        }
        parts.landsCalls = code.getFirst().mnemonic().equals("endbr64");
        parts.landsJumps = parts.landsCalls;
        parts.refused = RefusedInstructions.contains(code.getFirst());
        parts.alignment = Alignment.of(code);
        scheduler.schedule(code, parts);
    }

    private static long times(List<Instruction> code, String mnemonic) {
        return code.stream().filter(i -> i.mnemonic().equals(mnemonic)).count();
    }

    private static boolean repeatedString(Instruction instruction) {
        return instruction.repeated()
                && instruction.category().equals("STRINGOP")
                && !instruction.memory().isEmpty();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
