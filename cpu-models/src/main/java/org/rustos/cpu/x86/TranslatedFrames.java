package org.rustos.cpu.x86;

import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.util.HashMap;
import java.util.Map;

/**
 * Knows which frames an engine may hold translated code of, and of which version, because the
 * engine sees only those changes of code that its own guest makes at the very address that it
 * executes.
 */
final class TranslatedFrames {
    private static final long NONE = -1;

    private static final class Held {
        int version;
        long aliases;
    }

    private final CodeFrames code;
    private final long stride;
    private final Map<Long, Held> frames = new HashMap<>();
    private boolean allStale;
    private long stalePage = NONE;

    TranslatedFrames(CodeFrames code, long stride) {
        this.code = code;
        this.stride = stride;
    }

    /**
     * The engine is about to run code.
     *
     * @param va where it runs
     * @param gpa guest-physical address of that, with its alias
     * @return false if the engine's translations may be older than the code: stop it and {@link
     *     #drop} before it runs
     */
    boolean enter(long va, long gpa) {
        long physical = gpa & (stride - 1);
        long alias = 1L << gpa / stride;
        int version = code.version(physical);
        Held held = frames.get(physical >>> PhysicalMemory.PAGE_SHIFT);
        if (held == null) {
            held = new Held();
            held.version = version;
            frames.put(physical >>> PhysicalMemory.PAGE_SHIFT, held);
        }
        boolean current = held.version == version;
        if (!current) {
            if ((held.aliases & ~alias) != 0 || stalePage != NONE) {
                allStale = true;
            }
            stalePage = va & -PhysicalMemory.PAGE_SIZE;
            held.version = version;
            held.aliases = 0;
        }
        held.aliases |= alias;
        return current;
    }

    /** Whether there is something to drop. */
    boolean stale() {
        return stalePage != NONE;
    }

    /**
     * Makes the engine forget what is stale. The address space of that code must be the current
     * one, and an exception that the engine notes must be cleared.
     */
    void drop(UnicornEngine engine) {
        if (allStale) {
            engine.flushTranslations();
            frames.forEach(
                    (frame, held) ->
                            held.version = code.version(frame << PhysicalMemory.PAGE_SHIFT));
        } else if (stale()) {
            engine.removeTranslations(stalePage, stalePage + PhysicalMemory.PAGE_SIZE);
        }
        allStale = false;
        stalePage = NONE;
    }
}
