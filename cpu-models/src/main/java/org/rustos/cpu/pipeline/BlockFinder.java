package org.rustos.cpu.pipeline;

import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.snapshot.Unsaved;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath.EventCount;

/**
 * Cuts guest code into timing blocks and has them priced, once per block. Code that cannot be read
 * becomes a block of one free unit: the engine will raise what it deserves. Code that cannot be
 * decoded becomes one that is refused.
 */
@Unsaved
public abstract class BlockFinder implements BlockSource {
    /** Blocks end there, so that no engine's habits decide where. */
    protected static final int MAX_INSTRUCTIONS = 64;

    /** What {@link #cut} returns if the block ended where code could not be read. */
    protected static final int ABSENT = -1;

    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final KnownCode known;
    private final int unit;
    private final byte[] bytes;

    /**
     * A finder for one memory.
     *
     * @param known shared by all finders of the same profile
     * @param shortest bytes of the shortest instruction
     * @param longest bytes of the longest instruction
     */
    protected BlockFinder(
            PhysicalMemory memory, AliasSpace aliases, KnownCode known, int shortest, int longest) {
        this.memory = memory;
        this.aliases = aliases;
        this.known = known;
        this.unit = shortest;
        this.bytes = new byte[(MAX_INSTRUCTIONS + 1) * longest];
    }

    /**
     * Decodes the block that starts at an address into its parts; leaves its end at the start if
     * not even the first instruction could be decoded.
     *
     * @return how many bytes decided what the block is, or {@link #ABSENT}
     */
    protected abstract int cut(AddressSpace space, TimingBlock.Parts parts);

    @Override
    public final TimingBlock decode(AddressSpace space, long start) {
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
        TimingBlock.Parts parts = new TimingBlock.Parts(start);
        int lookedAt = cut(space, parts);
        if (parts.end == start) {
            TimingBlock.Parts nothing = nothing(start);
            // What we cannot decode the engine must not run: it may run it as something else.
            nothing.refused = lookedAt > 0;
            return nothing;
        }
        if (lookedAt >= 0) {
            byte[] seen = new byte[lookedAt];
            read(space, start, seen, seen.length);
            known.put(start, new KnownCode.Known(seen, parts));
        }
        return parts;
    }

    private TimingBlock.Parts nothing(long start) {
        TimingBlock.Parts parts = new TimingBlock.Parts(start);
        parts.end = start + unit;
        parts.instructions = 1;
        parts.offsets = new short[1];
        return parts;
    }

    /** Notes how often an event happens in a block. */
    protected static void count(TimingBlock.Parts parts, Event event, long times) {
        if (times != 0) {
            parts.events.add(new EventCount(event, (int) times));
        }
    }

    /** Reads code, less where the next page is missing. */
    protected final int read(AddressSpace space, long va, byte[] target, int wanted) {
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
}
