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

import java.util.ArrayList;
import java.util.List;

/** mprotect changes pages where they are: what must not fault afterwards, and what still must. */
class ProtectInPlaceTest {
    private static final long AT = 0x40_0000;
    private static final long PAGE = 4096;

    private final PhysicalMemory memory = new PhysicalMemory(4 << 20);
    private final Frames frames = new Frames(new FrameAllocator(memory));
    private final AliasSpace aliases = new AliasSpace(memory);
    private final AddressSpace space = new AddressSpace(1, new NoTables(), aliases);
    private final List<Long> forgotten = new ArrayList<>();
    private final UserAreas areas =
            new UserAreas(space, memory, frames, (_, va, _) -> forgotten.add(va));

    /** Page tables that nobody walks. */
    private static final class NoTables implements PageTableWriter {
        @Override
        public long createRoot() {
            return 4096;
        }

        @Override
        public boolean write(long root, Mapping mapping) {
            return true;
        }

        @Override
        public void clear(long root, long va, PageSize size) {}

        @Override
        public long leafEntry(long root, long va) {
            return 0;
        }

        @Override
        public void destroy(long root) {}
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void map(Permissions permissions, Backing backing) {
        areas.add(new Area(AT, AT + PAGE, permissions, backing, PageSize.SMALL, "test"));
    }

    private void protect(Permissions permissions) {
        assertTrue(areas.protect(AT, AT + PAGE, permissions));
    }

    private Permissions rights() {
        return space.lookup(AT).permissions();
    }

    @Test
    void aPageOfOnesOwnIsWritableAgainWithoutAFault() {
        map(Permissions.READ_WRITE, Backing.ANONYMOUS);
        areas.touch(AT, Access.WRITE);
        long frame = space.lookup(AT).frame();
        protect(Permissions.READ);
        assertFalse(rights().write());
        assertEquals(UserAreas.Touch.DENIED, areas.touch(AT, Access.WRITE));
        protect(Permissions.READ_WRITE);
        assertTrue(rights().write());
        assertEquals(frame, space.lookup(AT).frame());
        assertEquals(List.of(AT, AT), forgotten, "both changes reach the other harts");
    }

    @Test
    void aPageThatNobodyMayTouchKeepsItsFrame() {
        map(Permissions.READ_WRITE, Backing.ANONYMOUS);
        areas.touch(AT, Access.WRITE);
        memory.putInt(space.lookup(AT).physical(AT), 42);
        protect(Permissions.NONE);
        assertFalse(rights().read());
        assertEquals(UserAreas.Touch.DENIED, areas.touch(AT, Access.READ));
        protect(Permissions.READ_WRITE);
        assertTrue(rights().read() && rights().write());
        assertEquals(42, memory.getInt(space.lookup(AT).physical(AT)));
    }

    @Test
    void aPageSharedByForkStillFaultsOnWrite() {
        map(Permissions.READ_WRITE, Backing.ANONYMOUS);
        areas.touch(AT, Access.WRITE);
        AddressSpace other = new AddressSpace(2, new NoTables(), aliases);
        UserAreas child = new UserAreas(other, memory, frames, (_, _, _) -> {});
        areas.copyTo(child);
        protect(Permissions.READ);
        protect(Permissions.READ_WRITE);
        assertFalse(rights().write());
        assertEquals(UserAreas.Touch.READY, areas.touch(AT, Access.WRITE));
        assertNotEquals(other.lookup(AT).frame(), space.lookup(AT).frame());
    }

    @Test
    void aFilePageIsCopiedByTheFirstWriteHoweverItGotItsRights() {
        long cached = frames.allocate();
        Backing.PageSource file =
                _ -> {
                    frames.retain(cached);
                    return cached;
                };
        map(Permissions.READ, new Backing.Paged(file, 0, false));
        areas.touch(AT, Access.READ);
        protect(Permissions.READ_WRITE);
        assertEquals(cached, space.lookup(AT).frame());
        assertFalse(rights().write());
        assertEquals(UserAreas.Touch.READY, areas.touch(AT, Access.WRITE));
        assertNotEquals(cached, space.lookup(AT).frame());
        protect(Permissions.READ);
        protect(Permissions.READ_WRITE);
        assertTrue(rights().write(), "a copy is one's own");
    }
}
