package org.rustos.channels.grant;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.hart.Access;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The granted pages of one process, all under one key. A page is mapped once, however often it is
 * granted; it goes with the last capability of the process that may map its file, by its page-table
 * entry and a shootdown that who caused it pays.
 */
public final class GrantWindow implements CSpace.Observer {
    /** Keeps a copy of where pages are granted. */
    public interface Listener extends Serializable {
        /** A page is granted at an address now, or at none (0). */
        void granted(RegularFile file, long page, long address);
    }

    /** One mapped page. */
    private static final class Grant {
        final RegularFile file;
        final long page;
        final long address;
        int count;

        Grant(RegularFile file, long page, long address) {
            this.file = file;
            this.page = page;
            this.address = address;
        }
    }

    private final Kernel kernel;
    private final Process process;
    private final CapabilityTable table;
    private final int key;
    private final Map<Inode, TreeMap<Long, Grant>> files = new LinkedHashMap<>();
    private final Map<Inode, Integer> mappers = new LinkedHashMap<>();
    private final Deque<Long> free = new ArrayDeque<>();
    private long next = DirectLayout.GRANTS;
    private Listener listener = (file, page, address) -> {};
    private long shootdowns;

    /** An empty window; {@code key} is the protection key of its pages. */
    public GrantWindow(Kernel kernel, Process process, CapabilityTable table, int key) {
        this.kernel = kernel;
        this.process = process;
        this.table = table;
        this.key = key;
        table.observe(this);
    }

    /** At most one. */
    public void listen(Listener next) {
        listener = next;
    }

    /** Pages unmapped and shot down so far. */
    public long shootdowns() {
        return shootdowns;
    }

    /** The address of a granted page, or 0. */
    public long address(RegularFile file, long page) {
        TreeMap<Long, Grant> pages = files.get(file);
        Grant grant = pages == null ? null : pages.get(page);
        return grant == null ? 0 : grant.address;
    }

    /** Grants a page once more: its address, or a negative errno. */
    public long grant(Caller caller, RegularFile file, long page) {
        caller.charge("direct.grant");
        if (!mappers.containsKey(file)) {
            // Revoked since it was checked: what is mapped now nobody would ever take back.
            return Errno.ESTALE.negative();
        }
        TreeMap<Long, Grant> pages = files.computeIfAbsent(file, _ -> new TreeMap<>());
        Grant grant = pages.get(page);
        if (grant == null) {
            long at = place();
            if (at == 0) {
                return Errno.ENOMEM.negative();
            }
            Errno error = map(caller, file, page, at);
            if (error != Errno.OK) {
                free.add(at);
                return error.negative();
            }
            grant = new Grant(file, page, at);
            pages.put(page, grant);
            listener.granted(file, page, at);
        }
        grant.count++;
        return grant.address;
    }

    private long place() {
        if (!free.isEmpty()) {
            return free.remove();
        }
        if (next >= DirectLayout.GRANTS_HIGH) {
            return 0;
        }
        next += PhysicalMemory.PAGE_SIZE;
        return next - PhysicalMemory.PAGE_SIZE;
    }

    private Errno map(Caller caller, RegularFile file, long page, long at) {
        caller.charge("memory.page");
        process.areas()
                .add(
                        new Area(
                                at,
                                at + PhysicalMemory.PAGE_SIZE,
                                Permissions.READ.withKey(key),
                                new Backing.Paged(file, page << PhysicalMemory.PAGE_SHIFT, true),
                                PageSize.SMALL,
                                "[grant]"));
        UserAreas.Touch touch = process.areas().touch(at, Access.READ);
        if (touch == UserAreas.Touch.READY) {
            return Errno.OK;
        }
        process.areas().remove(at, at + PhysicalMemory.PAGE_SIZE);
        return touch == UserAreas.Touch.NO_MEMORY ? Errno.ENOMEM : Errno.EINVAL;
    }

    /** Gives one grant back; the mapping goes with the last. */
    public Errno giveBack(Caller caller, RegularFile file, long page, long address) {
        TreeMap<Long, Grant> pages = files.get(file);
        Grant grant = pages == null ? null : pages.get(page);
        if (grant == null || grant.address != address) {
            return Errno.EINVAL;
        }
        caller.charge("direct.grant");
        if (--grant.count == 0) {
            pages.remove(page);
            unmap(caller, grant);
        }
        return Errno.OK;
    }

    private void unmap(Caller caller, Grant grant) {
        Core payer = caller.core();
        caller.charge("memory.page");
        Mapping mapping = process.space().lookup(grant.address);
        if (mapping != null) {
            kernel.shootdown(payer, process.space(), List.of(mapping));
            shootdowns++;
        }
        process.areas().remove(grant.address, grant.address + PhysicalMemory.PAGE_SIZE);
        free.add(grant.address);
        listener.granted(grant.file, grant.page, 0);
    }

    /** Takes back all pages of a file from a page on (truncation, eviction, revocation). */
    public void takeBack(Caller caller, RegularFile file, long from) {
        TreeMap<Long, Grant> pages = files.get(file);
        if (pages != null) {
            List<Grant> gone = new ArrayList<>(pages.tailMap(from, true).values());
            pages.tailMap(from, true).clear();
            gone.forEach(grant -> unmap(caller, grant));
        }
    }

    private static Inode mappable(Capability capability) {
        return capability.rights().contains(Rights.MAP)
                        && capability.object() instanceof OpenFile file
                        && file.inode() instanceof RegularFile
                ? file.inode()
                : null;
    }

    @Override
    public void filled(long handle, Capability capability) {
        Inode inode = mappable(capability);
        if (inode != null) {
            mappers.merge(inode, 1, Integer::sum);
        }
    }

    @Override
    public void emptied(long handle, Capability capability, boolean byRevocation) {
        Inode inode = mappable(capability);
        if (inode == null) {
            return;
        }
        table.capabilities()
                .owe(
                        caller -> {
                            int left = mappers.merge(inode, -1, Integer::sum);
                            if (left == 0 && !process.exited()) {
                                mappers.remove(inode);
                                takeBack(caller, (RegularFile) inode, 0);
                            }
                        });
    }
}
