package org.rustos.channels.debug;

import org.rustos.channels.Simulation;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;

import java.util.Arrays;

/** The memory of a run as a debugger sees it: reading changes nothing, absent pages included. */
public final class TargetMemory {
    private static final long PAGE = PhysicalMemory.PAGE_SIZE;

    private final Simulation simulation;
    private final PhysicalMemory memory;

    TargetMemory(Simulation simulation) {
        this.simulation = simulation;
        this.memory = simulation.board().memory();
    }

    /** A process that lives, or null. */
    public Process process(int id) {
        Process process = simulation.kernel().processes().get(id);
        return process == null || process.exited() ? null : process;
    }

    /**
     * Reads bytes of a process, or of the {@link SlotWindow}.
     *
     * @return as many as there are from the address on, perhaps none
     */
    public byte[] read(Process process, long address, int length) {
        if (SlotWindow.holds(address)) {
            return SlotWindow.read(process(SlotWindow.process(address)), address, length);
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long at = address + done;
            int count = (int) Math.min(length - done, PAGE - (at & PAGE - 1));
            if (!read(process, at, bytes, done, count)) {
                break;
            }
            done += count;
        }
        return done == length ? bytes : Arrays.copyOf(bytes, done);
    }

    /** Reads bytes of one page. */
    private boolean read(Process process, long at, byte[] into, int offset, int count) {
        Mapping page = process.space().lookup(at);
        if (page != null) {
            memory.read(page.physical(at), into, offset, count);
            return true;
        }
        Area area = process.areas().at(at);
        // Memory that nobody has touched yet is zero; pages of files are brought in by their users.
        return area != null && area.backing() instanceof Backing.Anonymous;
    }

    /**
     * Writes bytes of a process where user code might write them.
     *
     * @return whether all of them were written; else none
     */
    public boolean write(Process process, long address, byte[] bytes) {
        long end = address + bytes.length;
        for (long at = address & -PAGE; at < end; at += PAGE) {
            Area area = process.areas().at(at);
            if (area == null || !area.allows(Access.WRITE)) {
                return false;
            }
        }
        for (long at = address & -PAGE; at < end; at += PAGE) {
            if (process.areas().touch(at, Access.WRITE) != UserAreas.Touch.READY) {
                return false;
            }
        }
        int done = 0;
        while (done < bytes.length) {
            long at = address + done;
            int count = (int) Math.min(bytes.length - done, PAGE - (at & PAGE - 1));
            memory.write(process.space().lookup(at).physical(at), bytes, done, count);
            done += count;
        }
        return true;
    }
}
