package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;

/** Pages with a key stand in tables of their own, and all others in both. */
class ClosedPagesTest {
    private static final long USER = 0x40_0000;
    private static final long LATER = 0x41_0000;
    private static final long SERVICE = 0x5200_0000;
    private static final long OPENS = 0;
    private static final long CLOSES = 3 << 2;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameAllocator frames = new FrameAllocator(memory);
    private final ArmPageTables tables = new ArmPageTables(memory, frames);
    private final AddressSpace space = new AddressSpace(1, tables, new AliasSpace(memory));

    @AfterEach
    void close() {
        memory.close();
    }

    private void map(long va, int key) {
        space.map(va, 0x1000, PageSize.SMALL, Permissions.READ_WRITE.withKey(key));
    }

    /** What a walk from a root finds. */
    private long entry(long root, long va) {
        long table = root;
        for (int shift = 39; shift >= 12; shift -= 9) {
            long entry = memory.getLong(table + (va >>> shift & 511) * 8);
            if ((entry & 1) == 0) {
                return 0;
            }
            table = entry & 0xffff_ffff_f000L;
        }
        return table;
    }

    @Test
    void withoutKeysThereIsOneTree() {
        map(USER, 0);
        assertEquals(space.root(), space.root(OPENS));
        assertEquals(space.root(), space.root(CLOSES));
    }

    @Test
    void aPageWithAKeyIsInTheWholeTreeOnly() {
        map(USER, 0);
        map(SERVICE, 1);
        map(LATER, 0);
        long whole = space.root(OPENS);
        assertEquals(space.root(), space.root(CLOSES));
        assertNotEquals(space.root(), whole);
        assertEquals(0, entry(space.root(), SERVICE));
        assertNotEquals(0, entry(whole, SERVICE));
        for (long va : new long[] {USER, LATER}) {
            assertNotEquals(0, entry(space.root(), va));
            assertEquals(entry(space.root(), va), entry(whole, va));
        }
        assertNotEquals(0, space.leafEntry(SERVICE), "what a walk reads last");
    }

    @Test
    void whatIsUnmappedIsInNeither() {
        map(USER, 0);
        map(SERVICE, 1);
        space.unmap(USER);
        space.unmap(SERVICE);
        assertEquals(0, entry(space.root(), USER));
        assertEquals(0, entry(space.root(OPENS), USER));
        assertEquals(0, entry(space.root(OPENS), SERVICE));
    }

    @Test
    void aPageMayGetAKeyAndLoseIt() {
        map(USER, 0);
        space.protect(USER, Permissions.READ.withKey(1));
        assertEquals(0, entry(space.root(), USER));
        space.protect(USER, Permissions.READ);
        assertNotEquals(0, entry(space.root(), USER));
    }

    @Test
    void bothTreesAreGivenBack() {
        int before = frames.inUse();
        AddressSpace other = new AddressSpace(2, tables, new AliasSpace(memory));
        other.map(USER, 0x1000, PageSize.SMALL, Permissions.READ);
        other.map(SERVICE, 0x2000, PageSize.SMALL, Permissions.READ.withKey(1));
        assertNotEquals(before, frames.inUse());
        other.destroy();
        assertEquals(before, frames.inUse());
    }
}
