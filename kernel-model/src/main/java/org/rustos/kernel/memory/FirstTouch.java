package org.rustos.kernel.memory;

import org.rustos.core.hart.Access;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.Mapping;
import org.rustos.kernel.process.Process;

/**
 * Brings a page in and charges the bytes that this moves, so that zeroing and copying on write cost
 * the same whether user code or the kernel on its behalf touches the page first.
 */
public final class FirstTouch {
    private FirstTouch() {}

    /** The kernel path that a touch takes which finds its area; asked before it. */
    public static String path(Process process, long va, Access access) {
        if (process.space().lookup(va) != null) {
            return "fault.copy";
        }
        Area area = process.areas().at(va);
        if (area != null && area.backing() instanceof Backing.Paged) {
            return "fault.file";
        }
        return access == Access.WRITE ? "fault.map" : "fault.zero";
    }

    /**
     * Whether no page of the area is present yet: then page table and reverse map are made, too.
     */
    public static boolean firstOfArea(Process process, long va) {
        Area area = process.areas().at(va);
        return area != null && process.space().range(area.start(), area.end()).isEmpty();
    }

    /** As {@link UserAreas#touch}, paid by a core. */
    public static UserAreas.Touch touch(Core core, Process process, long va, Access access) {
        UserAreas areas = process.areas();
        Area area = areas.at(va);
        boolean paged = area != null && area.backing() instanceof Backing.Paged;
        Mapping before = process.space().lookup(va);
        if (before == null && paged && access == Access.WRITE && area.permissions().write()) {
            // What a first write to a private page copies must be there to be read.
            areas.touch(va, Access.READ);
            before = process.space().lookup(va);
        }
        UserAreas.Touch touch = areas.touch(va, access);
        if (touch == UserAreas.Touch.READY) {
            Mapping after = process.space().lookup(va);
            if (before == null) {
                // A page of a file is mapped as it is.
                core.timing().copy(-1, after.frame(), paged ? 0 : after.size().bytes());
            } else if (before.frame() != after.frame()) {
                core.timing().copy(before.frame(), after.frame(), after.size().bytes());
            }
        }
        return touch;
    }
}
