package org.rustos.cpu.pipeline;

import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows which frames an engine may hold translated code of, and of which version, because the
 * engine sees only those changes of code that its own guest makes at the very address that it
 * executes.
 */
public final class TranslatedFrames {
    private static final long NONE = -1;

    private static final class Held {
        int version;
        long aliases;
        // What was translated; null if it may have been several things.
        byte[] content;
    }

    private final PhysicalMemory memory;
    private final CodeFrames code;
    private final long stride;
    private final Map<Long, Held> frames = new HashMap<>();
    private boolean allStale;
    private long stalePage = NONE;

    TranslatedFrames(PhysicalMemory memory, long stride) {
        this.memory = memory;
        this.code = memory.codeFrames();
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
        long frame = gpa & (stride - 1) & -PhysicalMemory.PAGE_SIZE;
        long alias = 1L << gpa / stride;
        Held held = frames.get(frame);
        if (held == null) {
            held = new Held();
            translateAnew(held, frame);
            frames.put(frame, held);
        }
        boolean current = held.version == code.version(frame) || rewritten(held, frame);
        if (!current) {
            if ((held.aliases & ~alias) != 0 || stalePage != NONE) {
                allStale = true;
            }
            stalePage = va & -PhysicalMemory.PAGE_SIZE;
            translateAnew(held, frame);
            held.aliases = 0;
        }
        held.aliases |= alias;
        return current;
    }

    /** Whether a frame was only given the same code again, as by running a program once more. */
    private boolean rewritten(Held held, long frame) {
        boolean same =
                held.content != null
                        && !code.writable(frame)
                        && MemorySegment.mismatch(
                                        memory.segment(),
                                        frame,
                                        frame + PhysicalMemory.PAGE_SIZE,
                                        MemorySegment.ofArray(held.content),
                                        0,
                                        PhysicalMemory.PAGE_SIZE)
                                < 0;
        if (same) {
            held.version = code.version(frame);
        }
        return same;
    }

    private void translateAnew(Held held, long frame) {
        held.version = code.version(frame);
        held.content = null;
        if (!code.writable(frame)) {
            held.content = new byte[(int) PhysicalMemory.PAGE_SIZE];
            memory.read(frame, held.content, 0, held.content.length);
        }
    }

    /** The engine holds no translations any more. */
    void forget() {
        frames.clear();
        allStale = false;
        stalePage = NONE;
    }

    /** Whether there is something to drop. */
    boolean stale() {
        return stalePage != NONE;
    }

    /**
     * Makes the engine forget what is stale. The address space of that code must be the current
     * one, and an exception that the engine notes must be cleared.
     */
    public void drop(UnicornEngine engine) {
        if (allStale) {
            engine.flushTranslations();
            frames.forEach((frame, held) -> translateAnew(held, frame));
        } else if (stale()) {
            engine.removeTranslations(stalePage, stalePage + PhysicalMemory.PAGE_SIZE);
        }
        allStale = false;
        stalePage = NONE;
    }
}
