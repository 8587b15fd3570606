package org.rustos.core.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.RadixPageTables;

/** What is remembered of page tables is what they say now. */
class LeafEntriesTest {
    private static final long VA = 0x40_0000;

    @Test
    void followsEveryChangeOfTheTables() {
        try (PhysicalMemory memory = new PhysicalMemory(8 << 20)) {
            FrameAllocator frames = new FrameAllocator(memory);
            AliasSpace aliases = new AliasSpace(memory);
            AddressSpace space = new AddressSpace(1, new PlainTables(memory, frames), aliases);
            LeafEntries entries = new LeafEntries(aliases);
            long frame = frames.allocate();
            Mapping first = space.map(VA, frame, PageSize.SMALL, Permissions.READ_WRITE);
            long tag = aliases.translationTag(first.gpa());
            long slot = entries.of(tag);
            assertNotEquals(0, slot);
            assertEquals(space.leafEntry(VA), slot);

            space.protect(VA, Permissions.NONE);
            assertEquals(0, entries.of(tag));
            space.protect(VA, Permissions.READ);
            assertEquals(slot, entries.of(tag));

            space.unmap(VA);
            assertEquals(0, entries.of(tag));
            Mapping second = space.map(VA + 0x1000, frame, PageSize.SMALL, Permissions.READ);
            assertEquals(tag, aliases.translationTag(second.gpa()));
            assertEquals(slot + 8, entries.of(tag));
        }
    }

    /** Entries of no ISA: bit 0 present, bit 1 a table. */
    private static final class PlainTables extends RadixPageTables {
        PlainTables(PhysicalMemory memory, FrameAllocator frames) {
            super(memory, frames, 3);
        }

        @Override
        protected long leaf(Mapping mapping) {
            return mapping.permissions().equals(Permissions.NONE) ? 0 : mapping.gpa() | PRESENT;
        }

        @Override
        protected long table(long frame) {
            return frame | PRESENT | 2;
        }

        @Override
        protected boolean isTable(long entry) {
            return (entry & 3) == 3;
        }

        @Override
        protected long frame(long entry) {
            return entry & -PhysicalMemory.PAGE_SIZE;
        }
    }
}
