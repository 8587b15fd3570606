package org.rustos.channels.direct;

import org.rustos.channels.abi.CodeSections;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Category;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;

/**
 * The service's memory in one process: its image, data page, tables and stacks. The kernel writes
 * into it by physical address; user code cannot, whatever it does to its key register.
 */
final class ServiceDomain {
    private static final long STACK_BYTES = 0x10000;

    private final Kernel kernel;
    private final Process process;
    private final Isolation isolation;
    private long nextTable = DirectLayout.TABLES;

    ServiceDomain(Kernel kernel, Process process, Isolation isolation) {
        this.kernel = kernel;
        this.process = process;
        this.isolation = isolation;
    }

    /** Maps image, data page and one stack. */
    Errno map(ServiceImage service) {
        for (ElfImage.Segment segment : service.image().segments()) {
            Errno error = mapSegment(segment);
            if (error != Errno.OK) {
                return error;
            }
        }
        for (ElfImage.Section section : service.image().sections()) {
            Category category =
                    section.name().equals(CodeSections.GATE)
                            ? isolation.gate()
                            : CodeSections.CATEGORIES.get(section.name());
            if (section.execute() && category != null) {
                process.space()
                        .accountCode(
                                section.address(), section.address() + section.size(), category);
            }
        }
        return prepare();
    }

    /** Maps data page, room for tables, and one stack. */
    Errno prepare() {
        area(DirectLayout.TABLES, DirectLayout.STACKS, Permissions.READ_WRITE, "[tables]");
        area(
                DirectLayout.STACKS,
                DirectLayout.STACKS + STACK_BYTES,
                Permissions.READ_WRITE,
                "[service stack]");
        if (reserve(DirectLayout.DATA_PAGE_SIZE) == 0) {
            return Errno.ENOMEM;
        }
        word(DirectLayout.TABLES + DirectLayout.DATA_STACK_TOP, DirectLayout.STACKS + STACK_BYTES);
        return Errno.OK;
    }

    private void area(long from, long to, Permissions rights, String name) {
        process.areas()
                .add(
                        new Area(
                                from,
                                to,
                                isolation.service(rights),
                                Backing.ANONYMOUS,
                                PageSize.SMALL,
                                name));
    }

    private Errno mapSegment(ElfImage.Segment segment) {
        long from = segment.address() & -PhysicalMemory.PAGE_SIZE;
        long to = pageUp(segment.address() + segment.memorySize());
        if (segment.execute()) {
            // Everybody may read and execute the gate; what it does needs the service's rights.
            process.areas()
                    .add(
                            new Area(
                                    from,
                                    to,
                                    Permissions.READ_EXECUTE,
                                    Backing.ANONYMOUS,
                                    PageSize.SMALL,
                                    "[service]"));
        } else {
            area(from, to, Permissions.READ_WRITE, "[service data]");
        }
        byte[] bytes = segment.bytes();
        int done = 0;
        while (done < bytes.length) {
            long pa = physical(segment.address() + done);
            if (pa < 0) {
                return Errno.ENOMEM;
            }
            int room = (int) (PhysicalMemory.PAGE_SIZE - (pa & PhysicalMemory.PAGE_MASK));
            int part = Math.min(bytes.length - done, room);
            kernel.board().memory().write(pa, bytes, done, part);
            done += part;
        }
        return Errno.OK;
    }

    private static long pageUp(long address) {
        return (address + PhysicalMemory.PAGE_MASK) & -PhysicalMemory.PAGE_SIZE;
    }

    /**
     * Room for a table, zeroed and present from the first byte to the last.
     *
     * @return its address, or 0 when RAM or the range is exhausted
     */
    long reserve(long bytes) {
        long at = nextTable;
        if (bytes > DirectLayout.STACKS - at) {
            return 0;
        }
        for (long va = at; va < at + bytes; va += PhysicalMemory.PAGE_SIZE) {
            if (physical(va) < 0) {
                return 0;
            }
        }
        nextTable = pageUp(at + bytes);
        return at;
    }

    /** Physical address behind an address of the domain, or -1 when RAM is exhausted. */
    private long physical(long va) {
        Mapping page = process.space().lookup(va);
        if (page == null) {
            if (process.areas().touch(va, Access.READ) != UserAreas.Touch.READY) {
                return -1;
            }
            page = process.space().lookup(va);
        }
        return page.physical(va);
    }

    /** The cache line of a word that {@link #reserve} made present. */
    long line(long va) {
        return physical(va) >>> Cache.LINE_SHIFT;
    }

    void word(long va, long value) {
        kernel.board().memory().putLong(physical(va), value);
    }

    long word(long va) {
        return kernel.board().memory().getLong(physical(va));
    }

    void half(long va, int value) {
        kernel.board().memory().putInt(physical(va), value);
    }

    int half(long va) {
        return kernel.board().memory().getInt(physical(va));
    }

    void quarter(long va, int value) {
        kernel.board().memory().putShort(physical(va), (short) value);
    }
}
