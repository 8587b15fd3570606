package org.rustos.core.timing;

/** Sees which kernel paths a core takes and when; it must not change anything. */
public interface PathObserver {
    /** A path begins at the core's clock. */
    void began(KernelPath path);

    /** It is over. */
    void ended(KernelPath path);

    /** Tells two. */
    default PathObserver and(PathObserver other) {
        PathObserver first = this;
        return new PathObserver() {
            @Override
            public void began(KernelPath path) {
                first.began(path);
                other.began(path);
            }

            @Override
            public void ended(KernelPath path) {
                first.ended(path);
                other.ended(path);
            }
        };
    }
}
