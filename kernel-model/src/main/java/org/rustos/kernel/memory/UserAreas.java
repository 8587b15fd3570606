package org.rustos.kernel.memory;

import org.rustos.core.hart.Access;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a process's addresses mean, and the pages that were brought in so far. Pages come on first
 * touch.
 *
 * <p>Every change that takes rights away or moves a page is told to the {@link Shootdown}, whose
 * price is the caller's to charge.
 */
public final class UserAreas {
    /** Told of pages that harts must forget. */
    public interface Shootdown extends Serializable {
        void forget(AddressSpace space, long va, long bytes);
    }

    /** Lowest address of user space on all ISAs of ours. */
    public static final long LOWEST = 0x10000;

    /** Below the highest address: room for the stack and its growth, as Linux lays it out. */
    private static final long STACK_GAP = 0x1000_0000L;

    private final AddressSpace space;
    private final PhysicalMemory memory;
    private final Frames frames;
    private final Shootdown shootdown;
    private final NavigableMap<Long, Area> areas = new TreeMap<>();
    // Where the last search for room ended, and for how much: no use to look above it again.
    private long searchedTo;
    private long searchedFor;

    public UserAreas(
            AddressSpace space, PhysicalMemory memory, Frames frames, Shootdown shootdown) {
        this.space = space;
        this.memory = memory;
        this.frames = frames;
        this.shootdown = shootdown;
    }

    /** What came of a touch. */
    public enum Touch {
        /** The page is there with the rights asked for. */
        READY,
        /** No area holds the address. */
        NO_AREA,
        /** The area does not allow the access. */
        DENIED,
        /** The file behind the page ends before it. */
        PAST_END,
        /** RAM is exhausted. */
        NO_MEMORY
    }

    /** The first address behind user space. */
    public long userEnd() {
        return space.userEnd();
    }

    /** Where mappings without an address of their own end, searched downwards. */
    public long mappingsEnd() {
        return space.userEnd() + PhysicalMemory.PAGE_SIZE - STACK_GAP;
    }

    /** All areas in ascending order. */
    public List<Area> all() {
        return List.copyOf(areas.values());
    }

    /** The area that holds an address, or null. */
    public Area at(long address) {
        Map.Entry<Long, Area> entry = areas.floorEntry(address);
        return entry != null && address < entry.getValue().end() ? entry.getValue() : null;
    }

    /** Adds an area; whatever was there is removed first. It becomes one with equal neighbours. */
    public void add(Area area) {
        remove(area.start(), area.end());
        put(area);
        join(area.end());
        join(area.start());
    }

    private void put(Area area) {
        areas.put(area.start(), area);
        if (area.backing() instanceof Backing.Paged paged) {
            paged.pages().mapped(1);
        }
    }

    private void take(Area area) {
        areas.remove(area.start());
        if (area.backing() instanceof Backing.Paged paged) {
            paged.pages().mapped(-1);
        }
    }

    /** Makes the areas on both sides of an address one if nothing tells them apart. */
    private void join(long at) {
        Area next = areas.get(at);
        Map.Entry<Long, Area> before = areas.lowerEntry(at);
        if (next != null && before != null && before.getValue().continuedBy(next)) {
            Area joined = before.getValue().until(next.end());
            put(joined);
            take(next);
            if (joined.backing() instanceof Backing.Paged paged) {
                paged.pages().mapped(-1);
            }
        }
    }

    /** How many areas there are. */
    public int count() {
        return areas.size();
    }

    /** Whether an area lies in a range, wholly or in part. */
    public boolean occupied(long from, long to) {
        Map.Entry<Long, Area> last = areas.lowerEntry(to);
        return last != null && last.getValue().end() > from;
    }

    /** Whether every address of a range belongs to an area. */
    public boolean covered(long from, long to) {
        long at = from;
        for (Area area = at(at); area != null && at < to; area = at(at)) {
            at = area.end();
        }
        return at >= to;
    }

    /**
     * A free range, searched downwards from an address.
     *
     * @param length bytes, a multiple of the alignment
     * @param below the range ends at or below this
     * @return its first address, or 0 if there is none
     */
    public long findFree(long length, long below, long alignment) {
        long end = below & -alignment;
        if (length >= searchedFor && searchedFor > 0 && searchedTo < end) {
            end = searchedTo & -alignment;
        }
        while (end - length >= LOWEST && end >= length) {
            long start = (end - length) & -alignment;
            Map.Entry<Long, Area> last = areas.lowerEntry(start + length);
            if (last == null || last.getValue().end() <= start) {
                boolean anywhere = alignment == PhysicalMemory.PAGE_SIZE;
                if (anywhere && (searchedFor == 0 || length <= searchedFor)) {
                    searchedTo = start + length;
                    searchedFor = length;
                }
                return start;
            }
            end = last.getKey() & -alignment;
        }
        return 0;
    }

    /**
     * Removes a range: areas are cut, pages released. Returns the number of pages that were
     * present.
     */
    public int remove(long from, long to) {
        List<Area> cut = overlapping(from, to);
        for (Area area : cut) {
            if (area.start() < from) {
                put(area.part(area.start(), from));
            }
            if (area.end() > to) {
                put(area.part(to, area.end()));
            }
            takeCut(area, from);
            searchedFor = 0;
        }
        return cut.isEmpty() ? 0 : dropPages(from, to);
    }

    /** An area that was cut is gone; a piece that starts where it started has taken its place. */
    private void takeCut(Area area, long from) {
        if (area.start() >= from) {
            take(area);
        } else if (area.backing() instanceof Backing.Paged paged) {
            paged.pages().mapped(-1);
        }
    }

    /** Releases the pages of a range but keeps its areas (madvise). */
    public int dropPages(long from, long to) {
        List<Mapping> present = new ArrayList<>(space.range(from, to).values());
        for (Mapping page : present) {
            space.unmap(page.va());
            release(page);
        }
        if (!present.isEmpty()) {
            shootdown.forget(space, from, to - from);
        }
        return present.size();
    }

    private void release(Mapping page) {
        release(page.frame(), page.size());
    }

    private void release(long frame, PageSize size) {
        for (long offset = 0; offset < size.bytes(); offset += PhysicalMemory.PAGE_SIZE) {
            frames.release(frame + offset);
        }
    }

    private void retain(Mapping page) {
        for (long offset = 0; offset < page.size().bytes(); offset += PhysicalMemory.PAGE_SIZE) {
            frames.retain(page.frame() + offset);
        }
    }

    /**
     * Changes what user code may do in a range.
     *
     * @return false if part of the range has no area (nothing is changed then)
     */
    public boolean protect(long from, long to, Permissions permissions) {
        List<Area> affected = overlapping(from, to);
        long covered = from;
        for (Area area : affected) {
            if (area.start() > covered) {
                return false;
            }
            covered = area.end();
        }
        if (covered < to) {
            return false;
        }
        for (Area area : affected) {
            long start = Math.max(from, area.start());
            long end = Math.min(to, area.end());
            if (area.start() < start) {
                put(area.part(area.start(), start));
            }
            if (area.end() > end) {
                put(area.part(end, area.end()));
            }
            takeCut(area, start);
            put(area.part(start, end).withPermissions(permissions));
            for (Mapping page : new ArrayList<>(space.range(start, end).values())) {
                space.protect(page.va(), pageRights(area, permissions, page.frame()));
            }
        }
        for (Area area : affected) {
            join(area.start());
            join(Math.max(from, area.start()));
        }
        join(to);
        shootdown.forget(space, from, to - from);
        return true;
    }

    private List<Area> overlapping(long from, long to) {
        List<Area> found = new ArrayList<>();
        Map.Entry<Long, Area> first = areas.floorEntry(from);
        if (first != null && first.getValue().end() > from) {
            found.add(first.getValue());
        }
        found.addAll(
                areas.subMap(from, first == null || first.getKey() != from, to, false).values());
        return found;
    }

    /** A private page that somebody else also uses must not be written in place. */
    private Permissions pageRights(Area area, Permissions wanted, long frame) {
        boolean shared = area.backing() instanceof Backing.Paged paged && paged.shared();
        return !shared && frames.users(frame) > 1 ? wanted.withWrite(false) : wanted;
    }

    /** Brings the page of an address in, or copies it for a first write. */
    public Touch touch(long address, Access access) {
        Area area = at(address);
        if (area == null) {
            return Touch.NO_AREA;
        }
        if (!area.allows(access)) {
            return Touch.DENIED;
        }
        Mapping page = space.lookup(address);
        try {
            if (page == null) {
                return bringIn(area, address, access);
            }
            if (access == Access.WRITE && !page.permissions().write()) {
                return copyOnWrite(area, page);
            }
            return Touch.READY;
        } catch (OutOfFramesException e) {
            return Touch.NO_MEMORY;
        }
    }

    private Touch bringIn(Area area, long address, Access access) {
        long va = address & -area.pageSize().bytes();
        switch (area.backing()) {
            case Backing.Anonymous _ -> {
                long frame =
                        area.pageSize() == PageSize.LARGE
                                ? frames.allocateLarge()
                                : frames.allocate();
                if (frame == 0) {
                    return Touch.NO_MEMORY;
                }
                mapOrRelease(va, frame, area.pageSize(), area.permissions());
                return Touch.READY;
            }
            case Backing.Paged paged -> {
                long page = (paged.offset() + (va - area.start())) >> PhysicalMemory.PAGE_SHIFT;
                long frame = paged.pages().frame(page);
                if (frame <= 0) {
                    return frame == 0 ? Touch.NO_MEMORY : Touch.PAST_END;
                }
                Permissions rights =
                        paged.shared() ? area.permissions() : area.permissions().withWrite(false);
                Mapping mapping = mapOrRelease(va, frame, PageSize.SMALL, rights);
                return access == Access.WRITE && !rights.write()
                        ? copyOnWrite(area, mapping)
                        : Touch.READY;
            }
        }
    }

    /** Maps frames that this space owns from now on; without room for a table they go back. */
    private Mapping mapOrRelease(long va, long frame, PageSize size, Permissions rights) {
        try {
            return space.map(va, frame, size, rights);
        } catch (OutOfFramesException e) {
            release(frame, size);
            throw e;
        }
    }

    private Touch copyOnWrite(Area area, Mapping page) {
        boolean shared = area.backing() instanceof Backing.Paged paged && paged.shared();
        if (shared || frames.users(page.frame()) == 1) {
            space.protect(page.va(), area.permissions());
            if (area.permissions().execute()) {
                // Its code was decoded as what nobody can change.
                shootdown.forget(space, page.va(), page.size().bytes());
            }
            return Touch.READY;
        }
        long copy = page.size() == PageSize.LARGE ? frames.allocateLarge() : frames.allocate();
        if (copy == 0) {
            return Touch.NO_MEMORY;
        }
        memory.copy(page.frame(), copy, page.size().bytes());
        try {
            mapOrRelease(page.va(), copy, page.size(), area.permissions());
        } finally {
            release(page); // Without room for a table the old mapping is gone, too.
        }
        shootdown.forget(space, page.va(), page.size().bytes());
        return Touch.READY;
    }

    /**
     * Copies all areas to an empty space; private pages are shared until one side writes (fork).
     *
     * @return pages that both have now; negative if RAM for page tables ran out in between
     */
    public int copyTo(UserAreas child) {
        areas.values().forEach(child::put);
        int pages = 0;
        try {
            for (Mapping page : new ArrayList<>(space.range(0, Long.MAX_VALUE).values())) {
                Permissions rights = page.permissions();
                boolean shared =
                        at(page.va()).backing() instanceof Backing.Paged paged && paged.shared();
                if (!shared && rights.write()) {
                    rights = rights.withWrite(false);
                    space.protect(page.va(), rights);
                }
                child.space.map(page.va(), page.frame(), page.size(), rights);
                retain(page);
                pages++;
            }
        } catch (OutOfFramesException e) {
            pages = -pages - 1;
        }
        shootdown.forget(space, 0, Long.MAX_VALUE);
        return pages;
    }

    /**
     * Moves a part of one area with its pages to a free range (mremap).
     *
     * @param keep the old range stays, without its pages
     * @return false if RAM for page tables ran out; nothing is changed then
     */
    public boolean move(long from, long to, long target, boolean keep) {
        Area area = at(from).part(from, to);
        try {
            for (Mapping page : new ArrayList<>(space.range(from, to).values())) {
                retain(page);
                mapOrRelease(
                        page.va() - from + target, page.frame(), page.size(), page.permissions());
            }
        } catch (OutOfFramesException e) {
            dropPages(target, target + (to - from));
            return false;
        }
        put(
                new Area(
                        target,
                        target + (to - from),
                        area.permissions(),
                        area.backing(),
                        area.pageSize(),
                        area.name()));
        if (keep) {
            dropPages(from, to);
        } else {
            remove(from, to);
        }
        join(target + (to - from));
        join(target);
        return true;
    }

    /** Releases everything; the space itself is the caller's to destroy. */
    public void clear() {
        for (Mapping page : new ArrayList<>(space.range(0, Long.MAX_VALUE).values())) {
            space.unmap(page.va());
            release(page);
        }
        for (Area area : all()) {
            take(area);
        }
        searchedFor = 0;
    }
}
