package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.grant.GrantWindow;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.file.Attributes;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that the service knows, and their page-cache pages that are mapped for it: the very
 * frames, under the service's key. A file stays known after its last capability is gone, until its
 * place is needed: only the service can reach it, and that asks for a capability first.
 */
final class Mirror implements GrantWindow.Listener {
    /** Index for what is no file. */
    static final int NO_OBJECT = 0;

    /** Index for a file that found no place: tier 1 does not serve it. */
    private static final int OVERFLOW = 1;

    private static final int FIRST = 2;
    private static final int LIMIT = 512;
    private static final int EPOCH = 1;

    /** One file. */
    private static final class Known {
        final RegularFile file;
        final int index;
        final TreeMap<Long, Long> mapped = new TreeMap<>();
        long pages;
        long count;
        long size;
        int capabilities;

        Known(RegularFile file, int index) {
            this.file = file;
            this.index = index;
        }
    }

    private final Kernel kernel;
    private final Process process;
    private final ServiceDomain domain;
    private final Isolation isolation;
    private final GrantWindow grants;
    private final Capabilities capabilities;
    private final Map<RegularFile, Known> known = new LinkedHashMap<>();
    // Files that tell of their changes, known or evicted; never iterated.
    private final Set<RegularFile> heard = new LinkedHashSet<>();
    private final Deque<Long> freePages = new ArrayDeque<>();
    private int nextIndex = FIRST;
    private long nextPage = DirectLayout.MIRROR;
    private long objects;
    private long fills;

    Mirror(
            Kernel kernel,
            Process process,
            ServiceDomain domain,
            Isolation isolation,
            GrantWindow grants,
            Capabilities capabilities) {
        this.kernel = kernel;
        this.process = process;
        this.domain = domain;
        this.isolation = isolation;
        this.grants = grants;
        this.capabilities = capabilities;
    }

    /** Pages mapped so far. */
    long fills() {
        return fills;
    }

    /** Reserves the object table; false when RAM is exhausted. */
    boolean start() {
        objects = domain.reserve((long) LIMIT * DirectLayout.OBJECT_SIZE);
        if (objects == 0) {
            return false;
        }
        domain.word(DirectLayout.TABLES + DirectLayout.DATA_OBJECTS, objects);
        domain.word(DirectLayout.TABLES + DirectLayout.DATA_OBJECT_COUNT, LIMIT);
        domain.half(object(NO_OBJECT) + DirectLayout.OBJECT_EPOCH, EPOCH);
        domain.half(object(OVERFLOW) + DirectLayout.OBJECT_EPOCH, EPOCH);
        domain.half(object(OVERFLOW) + DirectLayout.OBJECT_UNTRUSTED, 1);
        grants.listen(this);
        return true;
    }

    private long object(int index) {
        return objects + (long) index * DirectLayout.OBJECT_SIZE;
    }

    /** One more capability names a file; its index in the object table. */
    int use(RegularFile file) {
        Known found = known.get(file);
        if (found == null) {
            int index = place();
            if (index == OVERFLOW) {
                return OVERFLOW;
            }
            found = new Known(file, index);
            known.put(file, found);
            long at = object(index);
            domain.word(at + DirectLayout.OBJECT_PAGES, 0);
            domain.word(at + DirectLayout.OBJECT_PAGE_COUNT, 0);
            domain.half(at + DirectLayout.OBJECT_EPOCH, EPOCH);
            domain.half(at + DirectLayout.OBJECT_UNTRUSTED, 0);
            refresh(found);
            if (heard.add(file)) {
                file.onChange(() -> changed(file));
            }
        }
        found.capabilities++;
        return found.index;
    }

    /** One capability less. */
    void leave(RegularFile file, int object) {
        Known found = known.get(file);
        // What was filled while there was no place left stands for the overflow, not for the file.
        if (found != null && found.index == object) {
            found.capabilities--;
            capabilities.owe(caller -> collectWrites(caller, found));
        }
    }

    /**
     * The service marks the pages that it writes; the file's times follow with a capability's end.
     */
    private void collectWrites(Caller caller, Known file) {
        if (process.exited()) {
            return;
        }
        boolean written = false;
        for (long page : file.mapped.keySet()) {
            long at = entry(file, page) + DirectLayout.PAGE_FLAGS;
            int flags = domain.half(at);
            written |= (flags & DirectLayout.PAGE_DIRTY) != 0;
            domain.half(at, flags & ~DirectLayout.PAGE_DIRTY);
        }
        if (written) {
            file.file.wroteThroughMapping(caller);
        }
    }

    private int place() {
        if (nextIndex < LIMIT) {
            return nextIndex++;
        }
        for (Known candidate : known.values()) {
            if (candidate.capabilities == 0) {
                known.remove(candidate.file);
                unmap(candidate, 0);
                return candidate.index;
            }
        }
        return OVERFLOW;
    }

    private void refresh(Known file) {
        Attributes attributes = file.file.attributes();
        long at = object(file.index);
        file.size = attributes.size();
        domain.half(at + DirectLayout.OBJECT_MODE, attributes.mode());
        domain.word(at + DirectLayout.OBJECT_BYTES, attributes.size());
        domain.word(at + DirectLayout.OBJECT_NUMBER, attributes.inode());
        domain.word(at + DirectLayout.OBJECT_MODIFIED, attributes.modifiedNs());
        domain.half(at + DirectLayout.OBJECT_LINKS, attributes.links());
    }

    /** Size or attributes changed, by whatever mechanism. */
    private void changed(RegularFile file) {
        Known found = known.get(file);
        if (found == null || process.exited()) {
            return;
        }
        if (file.size() < found.size) {
            unmap(found, pages(file.size()));
        }
        refresh(found);
        long at = object(found.index);
        capabilities.owe(
                caller -> {
                    if (!process.exited()) {
                        caller.charge("direct.table");
                        caller.dirty(domain.line(at));
                    }
                });
    }

    private static long pages(long bytes) {
        return (bytes + PhysicalMemory.PAGE_MASK) >> PhysicalMemory.PAGE_SHIFT;
    }

    /**
     * Brings a page of a file into the mirror; decided already that the caller may.
     *
     * @param writable whether the service shall be able to write it
     */
    Errno fill(Caller caller, RegularFile file, long page, boolean writable) {
        Known found = known.get(file);
        if (found == null) {
            return Errno.EOPNOTSUPP;
        }
        if (page < 0 || page >= pages(file.size())) {
            return Errno.EINVAL;
        }
        caller.charge("direct.mirror");
        caller.touch(file.nodeLine(page));
        if (page >= found.count && !grow(found, page)) {
            return Errno.ENOMEM;
        }
        Permissions rights = isolation.service(Permissions.READ.withWrite(writable));
        Long at = found.mapped.get(page);
        caller.charge("memory.page");
        if (at == null) {
            at = map(file, page, rights);
            if (at == 0) {
                return Errno.ENOMEM;
            }
            found.mapped.put(page, at);
            fills++;
        } else if (writable) {
            process.areas().protect(at, at + PhysicalMemory.PAGE_SIZE, rights);
        }
        long entry = entry(found, page);
        domain.word(entry + DirectLayout.PAGE_ADDRESS, at);
        domain.word(entry + DirectLayout.PAGE_GRANT, grants.address(file, page));
        int flags = domain.half(entry + DirectLayout.PAGE_FLAGS);
        if (writable) {
            domain.half(entry + DirectLayout.PAGE_FLAGS, flags | DirectLayout.PAGE_WRITABLE);
        }
        caller.dirty(domain.line(entry));
        return Errno.OK;
    }

    private static long entry(Known file, long page) {
        return file.pages + page * DirectLayout.PAGE_SIZE;
    }

    private boolean grow(Known file, long page) {
        long count = Math.max(Math.max(2 * file.count, page + 1), pages(file.size));
        long table = domain.reserve(count * DirectLayout.PAGE_SIZE);
        if (table == 0) {
            return false;
        }
        for (long offset = 0; offset < file.count * DirectLayout.PAGE_SIZE; offset += 8) {
            domain.word(table + offset, domain.word(file.pages + offset));
        }
        file.pages = table;
        file.count = count;
        domain.word(object(file.index) + DirectLayout.OBJECT_PAGES, table);
        domain.word(object(file.index) + DirectLayout.OBJECT_PAGE_COUNT, count);
        return true;
    }

    private long map(RegularFile file, long page, Permissions rights) {
        long at = freePages.isEmpty() ? nextPage : freePages.remove();
        if (at == nextPage) {
            if (at >= DirectLayout.HIGH) {
                return 0;
            }
            nextPage += PhysicalMemory.PAGE_SIZE;
        }
        process.areas()
                .add(
                        new Area(
                                at,
                                at + PhysicalMemory.PAGE_SIZE,
                                rights,
                                new Backing.Paged(file, page << PhysicalMemory.PAGE_SHIFT, true),
                                PageSize.SMALL,
                                "[mirror]"));
        if (process.areas().touch(at, Access.READ) != UserAreas.Touch.READY) {
            process.areas().remove(at, at + PhysicalMemory.PAGE_SIZE);
            freePages.add(at);
            return 0;
        }
        return at;
    }

    /** Takes pages away from the service: entry first, then the mapping; shot down by who pays. */
    private void unmap(Known file, long from) {
        List<Long> gone = new ArrayList<>(file.mapped.tailMap(from, true).keySet());
        for (long page : gone) {
            domain.word(entry(file, page) + DirectLayout.PAGE_ADDRESS, 0);
            long at = file.mapped.remove(page);
            capabilities.owe(caller -> shootDown(caller, at));
        }
    }

    private void shootDown(Caller caller, long at) {
        if (process.exited()) {
            return;
        }
        caller.charge("memory.page");
        Mapping mapping = process.space().lookup(at);
        if (mapping != null) {
            kernel.shootdown(caller.core(), process.space(), List.of(mapping));
        }
        process.areas().remove(at, at + PhysicalMemory.PAGE_SIZE);
        freePages.add(at);
    }

    @Override
    public void granted(RegularFile file, long page, long address) {
        Known found = known.get(file);
        if (found != null && page < found.count) {
            long entry = entry(found, page);
            domain.word(entry + DirectLayout.PAGE_GRANT, address);
            if (address == 0) {
                domain.half(entry + DirectLayout.PAGE_GRANTS, 0);
            }
        }
    }
}
