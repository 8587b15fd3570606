package org.rustos.core.timing;

/**
 * Is told what the first levels of a core lose, so that an engine can remember what it found in
 * them and need not ask again. What is remembered is exact only for caches whose hits change
 * nothing ({@link Cache.Geometry#scattered}).
 */
public interface FirstLevels {
    /** The data cache no longer holds a line. */
    void dataLineLost(long line);

    /** Others may read or wait for a line: the next store to it must be counted. */
    void dataLineShared(long line);

    /** An entry of the first data TLB holds another translation now, or none. */
    void dataTranslationReplaced(int entry);

    /** The first data TLB is empty. */
    void dataTranslationsLost();
}
