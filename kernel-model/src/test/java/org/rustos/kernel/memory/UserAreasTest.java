package org.rustos.kernel.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;

import java.util.HashMap;
import java.util.Map;

class UserAreasTest {
    private static final long AT = 0x40_0000;
    private static final long PAGE = 4096;

    private final PhysicalMemory memory = new PhysicalMemory(4 << 20);
    private final FrameAllocator allocator = new FrameAllocator(memory);
    private final Frames frames = new Frames(allocator);
    private final AliasSpace aliases = new AliasSpace(memory);
    private final NoTables tables = new NoTables();
    private final AddressSpace space = new AddressSpace(1, tables, aliases);
    private final UserAreas areas = areas(space);

    /** Page tables that nobody walks. */
    private static final class NoTables implements PageTableWriter {
        private final Map<Long, Mapping> leaves = new HashMap<>();
        private boolean full;

        @Override
        public long createRoot() {
            return 4096;
        }

        @Override
        public boolean write(long root, Mapping mapping) {
            if (full) {
                return false;
            }
            leaves.put(mapping.va(), mapping);
            return true;
        }

        @Override
        public void clear(long root, long va, PageSize size) {
            leaves.remove(va);
        }

        @Override
        public long leafEntry(long root, long va) {
            return leaves.containsKey(va) ? 8192 : 0;
        }

        @Override
        public void destroy(long root) {
            leaves.clear();
        }
    }

    private UserAreas areas(AddressSpace of) {
        return new UserAreas(of, memory, frames, (_, _, _) -> {});
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private static Area area(long start, long pages, Backing backing) {
        return new Area(
                start,
                start + pages * PAGE,
                Permissions.READ_WRITE,
                backing,
                PageSize.SMALL,
                "test");
    }

    private void store(UserAreas in, AddressSpace where, long va, int value) {
        assertEquals(UserAreas.Touch.READY, in.touch(va, Access.WRITE));
        memory.putInt(where.lookup(va).physical(va), value);
    }

    private int load(UserAreas in, AddressSpace where, long va) {
        assertEquals(UserAreas.Touch.READY, in.touch(va, Access.READ));
        return memory.getInt(where.lookup(va).physical(va));
    }

    @Test
    void aCopyIsSharedUntilOneSideWrites() {
        areas.add(area(AT, 2, Backing.ANONYMOUS));
        store(areas, space, AT, 1);
        AddressSpace other = new AddressSpace(2, new NoTables(), aliases);
        UserAreas child = areas(other);
        assertEquals(1, areas.copyTo(child));
        assertEquals(space.lookup(AT).frame(), other.lookup(AT).frame());
        assertFalse(space.lookup(AT).permissions().write());
        store(child, other, AT, 2);
        assertNotEquals(space.lookup(AT).frame(), other.lookup(AT).frame());
        assertEquals(1, load(areas, space, AT));
        long frame = space.lookup(AT).frame();
        store(areas, space, AT, 3);
        assertEquals(frame, space.lookup(AT).frame(), "the last user writes in place");
        assertEquals(2, load(child, other, AT));
        child.clear();
        areas.clear();
        assertEquals(1, allocator.inUse());
    }

    @Test
    void sharedPagesStaySharedOverACopy() {
        long frame = frames.allocate();
        Backing.PageSource one =
                page -> {
                    frames.retain(frame);
                    return frame;
                };
        areas.add(area(AT, 1, new Backing.Paged(one, 0, true)));
        store(areas, space, AT, 1);
        AddressSpace other = new AddressSpace(2, new NoTables(), aliases);
        UserAreas child = areas(other);
        areas.copyTo(child);
        store(child, other, AT, 5);
        assertEquals(5, load(areas, space, AT));
    }

    @Test
    void movedPagesKeepTheirContents() {
        areas.add(area(AT, 2, Backing.ANONYMOUS));
        store(areas, space, AT + PAGE, 7);
        long target = AT + 100 * PAGE;
        areas.move(AT, AT + 2 * PAGE, target, false);
        assertEquals(7, load(areas, space, target + PAGE));
        assertEquals(0, load(areas, space, target));
        assertEquals(UserAreas.Touch.NO_AREA, areas.touch(AT, Access.READ));
        areas.clear();
        assertEquals(1, allocator.inUse());
    }

    @Test
    void whatIsCutOutIsGoneAndTheRestStays() {
        areas.add(area(AT, 4, Backing.ANONYMOUS));
        store(areas, space, AT, 1);
        store(areas, space, AT + PAGE, 2);
        assertEquals(1, areas.remove(AT + PAGE, AT + 2 * PAGE));
        assertEquals(UserAreas.Touch.NO_AREA, areas.touch(AT + PAGE, Access.READ));
        assertEquals(1, load(areas, space, AT));
        assertEquals(0, load(areas, space, AT + 3 * PAGE));
        assertFalse(areas.protect(AT, AT + 4 * PAGE, Permissions.READ));
        assertTrue(areas.protect(AT, AT + PAGE, Permissions.READ));
        assertEquals(UserAreas.Touch.DENIED, areas.touch(AT, Access.WRITE));
    }

    @Test
    void withoutRoomForTablesNoFrameIsLost() {
        areas.add(area(AT, 2, Backing.ANONYMOUS));
        areas.touch(AT, Access.WRITE);
        int before = allocator.inUse();
        tables.full = true;
        assertEquals(UserAreas.Touch.NO_MEMORY, areas.touch(AT + PAGE, Access.WRITE));
        assertFalse(areas.move(AT, AT + PAGE, 2 * AT, false));
        assertEquals(before, allocator.inUse());
        assertEquals(UserAreas.Touch.READY, areas.touch(AT, Access.WRITE));
        areas.clear();
        assertEquals(before - 1, allocator.inUse());
    }

    @Test
    void areasThatContinueEachOtherAreOne() {
        areas.add(area(AT, 2, Backing.ANONYMOUS));
        areas.add(area(AT + 2 * PAGE, 3, Backing.ANONYMOUS));
        assertEquals(1, areas.count());
        areas.protect(AT + PAGE, AT + 2 * PAGE, Permissions.READ);
        assertEquals(3, areas.count());
        areas.protect(AT + PAGE, AT + 2 * PAGE, Permissions.READ_WRITE);
        assertEquals(1, areas.count());
        assertTrue(areas.covered(AT, AT + 5 * PAGE));
        assertFalse(areas.covered(AT, AT + 6 * PAGE));
    }
}
