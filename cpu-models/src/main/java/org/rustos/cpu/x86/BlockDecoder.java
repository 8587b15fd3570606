package org.rustos.cpu.x86;

import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.Instruction.Control;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Cuts guest code into timing blocks and has them priced, once per block. Code that cannot be read
 * or decoded becomes a block of one free byte: the engine will raise what it deserves.
 */
final class BlockDecoder implements AutoCloseable {
    private static final int MAX_INSTRUCTIONS = 64;
    private static final int MAX_LENGTH = 15;
    private static final int MARKER_VECTOR = 0xf1;

    // The engine would execute these with the host's randomness.
    private static final Set<String> REFUSED = Set.of("rdrand", "rdseed", "rdpid");
    private static final Set<String> KEY_WRITERS = Set.of("wrpkru", "xrstor", "xrstor64");

    private final InstructionDecoder decoder = InstructionDecoder.open();
    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final BlockScheduler scheduler;
    private final byte[] window = new byte[MAX_LENGTH];
    private final MemorySegment windowSegment = MemorySegment.ofArray(window);

    BlockDecoder(PhysicalMemory memory, AliasSpace aliases, BlockScheduler scheduler) {
        this.memory = memory;
        this.aliases = aliases;
        this.scheduler = scheduler;
    }

    TimingBlock decode(AddressSpace space, long start) {
        Mapping mapping = space.lookup(start);
        List<Instruction> code = mapping == null ? List.of() : instructions(space, start);
        TimingBlock.Parts parts = new TimingBlock.Parts();
        parts.start = start;
        parts.category = space.codeCategory(start);
        parts.physical = mapping == null ? 0 : mapping.physical(start);
        parts.tag =
                mapping == null
                        ? 0
                        : aliases.translationTag(
                                mapping.gpa() + (start & (mapping.size().bytes() - 1)));
        if (code.isEmpty()) {
            parts.end = start + 1;
            parts.instructions = 1;
            parts.offsets = new short[1];
        } else {
            describe(parts, code);
            if (mapping.permissions().write()) {
                parts.mutableBytes = new byte[(int) (parts.end - start)];
                read(space, start, parts.mutableBytes);
            }
        }
        return new TimingBlock(parts);
    }

    /** Whether the code that a block was decoded from is still there. */
    boolean current(AddressSpace space, TimingBlock block) {
        byte[] now = new byte[block.mutableBytes.length];
        read(space, block.start, now);
        return Arrays.equals(now, block.mutableBytes);
    }

    private List<Instruction> instructions(AddressSpace space, long start) {
        List<Instruction> code = new ArrayList<>();
        long pageEnd = (start | PhysicalMemory.PAGE_MASK) + 1;
        long pc = start;
        while (pc < pageEnd && code.size() < MAX_INSTRUCTIONS) {
            int length = read(space, pc, window);
            Instruction next = decoder.decode(windowSegment, 0, length, pc);
            boolean apart =
                    next == null || REFUSED.contains(next.mnemonic()) || repeatedString(next);
            if (apart && !code.isEmpty() || next == null) {
                break;
            }
            code.add(next);
            pc = next.next();
            if (apart || next.control() != Control.NONE) {
                break;
            }
        }
        return code;
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
            if (KEY_WRITERS.contains(instruction.mnemonic())) {
                parts.writesKeyRights = true;
            }
            switch (instruction.mnemonic()) {
                case "wrpkru" -> parts.keyWrites++;
                case "rdpkru" -> parts.keyReads++;
                default -> {}
            }
        }
        if (repeatedString(last)) {
            parts.repeatedBytes = last.memory().getFirst().size();
        }
        if (last.mnemonic().equals("int") && (last.immediate() & 0xff) == MARKER_VECTOR) {
            // The guest must not notice a marker: it is not counted as an instruction either.
            parts.instructions--;
        }
        parts.refused = REFUSED.contains(code.getFirst().mnemonic());
        scheduler.schedule(code, parts);
    }

    private static boolean repeatedString(Instruction instruction) {
        return instruction.repeated()
                && instruction.category().equals("STRINGOP")
                && !instruction.memory().isEmpty();
    }

    /** Reads up to the length of the target, less where the next page is missing. */
    private int read(AddressSpace space, long va, byte[] target) {
        int done = 0;
        while (done < target.length) {
            Mapping mapping = space.lookup(va + done);
            if (mapping == null || !mapping.permissions().execute()) {
                break;
            }
            long inPage = (va + done) & PhysicalMemory.PAGE_MASK;
            int chunk = (int) Math.min(target.length - done, PhysicalMemory.PAGE_SIZE - inPage);
            memory.read(mapping.physical(va + done), target, done, chunk);
            done += chunk;
        }
        return done;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
