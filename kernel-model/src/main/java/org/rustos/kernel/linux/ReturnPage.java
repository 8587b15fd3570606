package org.rustos.kernel.linux;

import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;

import java.util.List;

/**
 * The page from which handlers return on ISAs whose programs bring no code for it. All processes
 * share its frame, and its first use touches it in like any page. It is all that we have of Linux's
 * vDSO, so the auxiliary vector tells of none.
 */
final class ReturnPage implements Backing.PageSource {
    private final Volume volume;
    private final byte[] bytes;
    private RegularFile code;

    /**
     * Prepares it.
     *
     * @param words instructions; none for an ISA that needs no such page
     */
    ReturnPage(Volume volume, List<Integer> words) {
        Struct page = new Struct(4 * words.size());
        for (int i = 0; i < words.size(); i++) {
            page.u32(4 * i, words.get(i));
        }
        this.bytes = page.bytes();
        this.volume = volume;
    }

    /** The one frame, made when somebody returns from a handler for the first time. */
    @Override
    public long frame(long page) {
        if (code == null) {
            RegularFile fresh = new RegularFile(volume, 0);
            if (!fresh.fill(bytes)) {
                return 0;
            }
            code = fresh;
        }
        return code.frame(page);
    }

    /** Where it lies: the last page of user space, above the stack. */
    static long address(UserAreas areas) {
        return areas.userEnd() - PhysicalMemory.PAGE_SIZE;
    }

    /** Puts it into the memory of a fresh program. */
    void map(UserAreas areas) {
        if (bytes.length == 0) {
            return;
        }
        long at = address(areas);
        areas.add(
                new Area(
                        at,
                        at + PhysicalMemory.PAGE_SIZE,
                        new Permissions(true, false, true, 0),
                        new Backing.Paged(this, 0, false),
                        PageSize.SMALL,
                        "[vdso]"));
    }
}
