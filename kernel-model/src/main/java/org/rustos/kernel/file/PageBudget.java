package org.rustos.kernel.file;

import org.rustos.kernel.memory.Frames;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much RAM files may hold: half of it for what exists nowhere else, as tmpfs does, and half for
 * pages of the host, of which the oldest leave when room is needed.
 */
final class PageBudget {
    /** A page that can be read from the host again, unless somebody keeps it by now. */
    private record Clean(RegularFile file, long page) {}

    private final Frames frames;
    private final int limit;
    private final Deque<Clean> clean = new ArrayDeque<>();
    private int kept;

    PageBudget(Frames frames, int totalFrames) {
        this.frames = frames;
        this.limit = totalFrames / 2;
    }

    /** A frame for a page that must stay; 0 if files hold too much or RAM is exhausted. */
    long allocateKept() {
        if (kept >= limit) {
            return 0;
        }
        long frame = allocate();
        kept += frame == 0 ? 0 : 1;
        return frame;
    }

    /** A frame for a page of the host; 0 if RAM is exhausted. */
    long allocateClean(RegularFile file, long page) {
        while (clean.size() >= limit && evict()) {
            // The oldest leaves.
        }
        long frame = allocate();
        if (frame != 0) {
            clean.addLast(new Clean(file, page));
        }
        return frame;
    }

    private long allocate() {
        long frame = frames.allocate();
        while (frame == 0 && evict()) {
            frame = frames.allocate();
        }
        return frame;
    }

    /** A clean page is written or mapped: it stays from now on. False if files hold too much. */
    boolean keep() {
        if (kept >= limit) {
            return false;
        }
        kept++;
        return true;
    }

    /** A page that had to stay is gone. */
    void dropped() {
        kept--;
    }

    /** Lets the oldest clean page go; false if there is none. A granted or mapped one waits. */
    private boolean evict() {
        for (int tries = clean.size(); tries > 0; tries--) {
            Clean oldest = clean.removeFirst();
            switch (oldest.file.evict(oldest.page)) {
                case GONE -> {
                    return true;
                }
                case IN_USE -> clean.addLast(oldest);
                case NOT_CLEAN -> {}
            }
        }
        return false;
    }

    /** What became of an eviction. */
    enum Eviction {
        GONE,
        IN_USE,
        NOT_CLEAN
    }
}
