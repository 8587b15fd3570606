package org.rustos.core.timing;

/** Sees which kernel paths a core takes and when; it must not change anything. */
public interface PathObserver {
    /** A path begins at the core's clock. */
    void began(KernelPath path);

    /** It is over. */
    void ended(KernelPath path);
}
