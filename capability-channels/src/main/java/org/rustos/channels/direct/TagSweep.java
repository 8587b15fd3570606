package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

/**
 * Revocation of hardware capabilities: they lie wherever user code stored them, so the kernel looks
 * at the registers of every thread and at the tags of every present page of the user's compartment.
 * The tags of a page are half a line of the tag table; only lines that hold a capability are read.
 */
final class TagSweep {
    /** Where the tag table lies for the caches: a line has the tags of 512 capabilities. */
    private static final long TAG_TABLE_LINE = 1L << 39;

    private static final int TAG_LINE_SHIFT = Cache.LINE_SHIFT + 7;

    private final Process process;
    private final CapabilityMemory hardware;
    private long lines;
    private long revoked;

    TagSweep(Process process, CapabilityMemory hardware) {
        this.process = process;
        this.hardware = hardware;
    }

    long lines() {
        return lines;
    }

    long revoked() {
        return revoked;
    }

    /** Sweeps everything that is sealed with a type; the caller pays for each page and line. */
    void run(Caller caller, int type) {
        caller.charge("direct.sweep");
        for (UserThread thread : process.threads()) {
            revoked += thread.context().revoke(type);
        }
        for (Mapping mapping :
                process.space().range(DirectLayout.USER_FROM, DirectLayout.USER_TO).values()) {
            long end = mapping.va() + mapping.size().bytes();
            for (long va = mapping.va(); va < end; va += PhysicalMemory.PAGE_SIZE) {
                page(caller, mapping.physical(va), type);
            }
        }
    }

    private void page(Caller caller, long page, int type) {
        caller.charge("direct.sweep.page");
        caller.touch(TAG_TABLE_LINE + (page >>> TAG_LINE_SHIFT));
        for (long pa = page; pa < page + PhysicalMemory.PAGE_SIZE; pa += CapabilityMemory.LINE) {
            lines++;
            if (hardware.tags(pa) == 0) {
                continue;
            }
            caller.charge("direct.sweep.line");
            caller.touch(pa >>> Cache.LINE_SHIFT);
            int found = hardware.revoke(pa, type);
            if (found > 0) {
                revoked += found;
                caller.dirty(pa >>> Cache.LINE_SHIFT);
            }
        }
    }
}
