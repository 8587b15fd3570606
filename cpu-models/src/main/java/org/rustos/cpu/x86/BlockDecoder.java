package org.rustos.cpu.x86;

import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.Instruction.Control;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts guest code into timing blocks and has them priced, once per block. Code that cannot be read
 * becomes a block of one free byte: the engine will raise what it deserves. Code that cannot be
 * decoded becomes one that is refused.
 */
final class BlockDecoder implements AutoCloseable {
    private static final int MAX_INSTRUCTIONS = 64;
    private static final int MAX_LENGTH = 15;
    private static final int MARKER_VECTOR = 0xf1;

    private static final Set<String> KEY_WRITERS = Set.of("wrpkru", "xrstor", "xrstor64");

    private final InstructionDecoder decoder = InstructionDecoder.open();
    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final BlockScheduler scheduler;
    private final KnownCode known;
    private final byte[] bytes = new byte[(MAX_INSTRUCTIONS + 1) * MAX_LENGTH];
    private final byte[] window = new byte[MAX_LENGTH];
    private final MemorySegment windowSegment = MemorySegment.ofArray(window);

    // How many bytes decided what the last block is; -1 if absent ones did.
    private int lookedAt;

    BlockDecoder(
            PhysicalMemory memory, AliasSpace aliases, BlockScheduler scheduler, KnownCode known) {
        this.known = known;
        this.memory = memory;
        this.aliases = aliases;
        this.scheduler = scheduler;
    }

    /** The block at an address, decoded now or known before. */
    TimingBlock decode(AddressSpace space, long start) {
        Mapping mapping = space.lookup(start);
        TimingBlock.Parts parts = mapping == null ? nothing(start) : parts(space, start);
        TimingBlock.Place place = new TimingBlock.Place();
        place.category = space.codeCategory(start);
        if (mapping != null) {
            place.gpa = mapping.gpa() + (start & (mapping.size().bytes() - 1));
            place.gpaBehind = place.gpa;
            place.physical = mapping.physical(start);
            place.physicalBehind = place.physical;
            place.tag = aliases.translationTag(place.gpa);
            watch(space, parts, place);
        }
        return new TimingBlock(parts, place);
    }

    private void watch(AddressSpace space, TimingBlock.Parts parts, TimingBlock.Place place) {
        CodeFrames code = memory.codeFrames();
        code.watch(place.physical);
        place.version = code.version(place.physical);
        long behind = (parts.start | PhysicalMemory.PAGE_MASK) + 1;
        boolean compared = code.writable(place.physical);
        if (parts.end > behind) {
            Mapping next = space.lookup(behind);
            place.gpaBehind = next.gpa() + (behind & (next.size().bytes() - 1));
            place.physicalBehind = next.physical(behind);
            code.watch(place.physicalBehind);
            compared = true;
        }
        if (compared) {
            place.mutableBytes = new byte[(int) (parts.end - parts.start)];
            read(space, parts.start, place.mutableBytes, place.mutableBytes.length);
        }
    }

    private TimingBlock.Parts parts(AddressSpace space, long start) {
        if (known.any(start)) {
            int length = read(space, start, bytes, bytes.length);
            TimingBlock.Parts parts = known.get(start, bytes, length);
            if (parts != null) {
                return parts;
            }
        }
        List<Instruction> code = instructions(space, start);
        if (code.isEmpty()) {
            TimingBlock.Parts nothing = nothing(start);
            // What we cannot decode the engine must not run: it takes LOCK RDRAND for RDRAND.
            nothing.refused = lookedAt > 0;
            return nothing;
        }
        TimingBlock.Parts parts = new TimingBlock.Parts();
        parts.start = start;
        describe(parts, code);
        if (lookedAt >= 0) {
            byte[] seen = new byte[lookedAt];
            read(space, start, seen, seen.length);
            known.put(start, new KnownCode.Known(seen, parts));
        }
        return parts;
    }

    private static TimingBlock.Parts nothing(long start) {
        TimingBlock.Parts parts = new TimingBlock.Parts();
        parts.start = start;
        parts.end = start + 1;
        parts.instructions = 1;
        parts.offsets = new short[1];
        return parts;
    }

    private List<Instruction> instructions(AddressSpace space, long start) {
        List<Instruction> code = new ArrayList<>();
        long pageEnd = (start | PhysicalMemory.PAGE_MASK) + 1;
        long pc = start;
        lookedAt = 0;
        while (pc < pageEnd && code.size() < MAX_INSTRUCTIONS) {
            int length = read(space, pc, window, MAX_LENGTH);
            Instruction next = decoder.decode(windowSegment, 0, length, pc);
            lookedAt = (int) (pc - start) + (next == null ? MAX_LENGTH : next.length());
            if (next == null && length < MAX_LENGTH) {
                lookedAt = -1;
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
            parts.locked |= instruction.locked();
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
        parts.refused = RefusedInstructions.contains(code.getFirst());
        parts.alignment = Alignment.of(code);
        scheduler.schedule(code, parts);
    }

    private static boolean repeatedString(Instruction instruction) {
        return instruction.repeated()
                && instruction.category().equals("STRINGOP")
                && !instruction.memory().isEmpty();
    }

    /** Reads code, less where the next page is missing. */
    private int read(AddressSpace space, long va, byte[] target, int wanted) {
        int done = 0;
        while (done < wanted) {
            Mapping mapping = space.lookup(va + done);
            if (mapping == null || !mapping.permissions().execute()) {
                break;
            }
            long inPage = (va + done) & PhysicalMemory.PAGE_MASK;
            int chunk = (int) Math.min(wanted - done, PhysicalMemory.PAGE_SIZE - inPage);
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
