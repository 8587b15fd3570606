package org.rustos.core.memory;

/**
 * Tells engines when code that they have decoded may be out of date: one version for each frame. An
 * engine watches the frames that it decodes from. The version of a watched frame rises when the
 * host writes to it, and when its first writable mapping appears or its last one goes, whatever
 * address space that is in: a frame may be written at one address and executed at another.
 *
 * <p>Stores of guests do not raise it, because nobody sees each of them. While {@link #writable}
 * says true the engine compares bytes instead.
 */
public final class CodeFrames {
    private final int[] versions;
    private final int[] writers;
    private final boolean[] watched;

    CodeFrames(long ramBytes) {
        int frames = Math.toIntExact(ramBytes >> PhysicalMemory.PAGE_SHIFT);
        versions = new int[frames];
        writers = new int[frames];
        watched = new boolean[frames];
    }

    /**
     * From now on changes of a frame raise its version.
     *
     * @param pa canonical physical address in the frame
     */
    public void watch(long pa) {
        watched[frame(pa)] = true;
    }

    /**
     * The version of a frame's content, as far as anybody watched it.
     *
     * @param pa canonical physical address in the frame
     * @return any number; only whether it is the same as before has a meaning
     */
    public int version(long pa) {
        return versions[frame(pa)];
    }

    /**
     * Whether some guest may write to a frame now, through any mapping.
     *
     * @param pa canonical physical address in the frame
     */
    public boolean writable(long pa) {
        return writers[frame(pa)] != 0;
    }

    /**
     * Notes that somebody found a frame changed.
     *
     * @param pa canonical physical address in the frame
     */
    public void changed(long pa) {
        versions[frame(pa)]++;
    }

    /** The host wrote, within one page or over its end. */
    void written(long pa, int bytes) {
        int first = frame(pa);
        int last = frame(pa + bytes - 1);
        if (watched[first] || watched[last]) {
            changedWatched(first);
            changedWatched(last);
        }
    }

    /** The host wrote any number of pages. */
    void writtenRange(long pa, long bytes) {
        int last = frame(pa + bytes - 1);
        for (int frame = frame(pa); frame <= last; frame++) {
            changedWatched(frame);
        }
    }

    /** A mapping appeared (change 1) or goes (change -1). */
    void mapped(Mapping mapping, int change) {
        Permissions rights = mapping.permissions();
        for (long offset = 0; offset < mapping.size().bytes(); offset += PhysicalMemory.PAGE_SIZE) {
            int frame = frame(mapping.frame() + offset);
            int before = writers[frame];
            if (rights.write()) {
                writers[frame] += change;
            }
            boolean turned = (before == 0) != (writers[frame] == 0);
            // Who executed it here may have seen other bytes than who does so next.
            boolean left = rights.execute() && change < 0 && before != 0;
            if (turned || left) {
                changedWatched(frame);
            }
        }
    }

    private void changedWatched(int frame) {
        if (watched[frame]) {
            versions[frame]++;
        }
    }

    private static int frame(long pa) {
        return (int) (pa >>> PhysicalMemory.PAGE_SHIFT);
    }
}
