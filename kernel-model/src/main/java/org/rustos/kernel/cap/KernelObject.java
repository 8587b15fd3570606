package org.rustos.kernel.cap;

/**
 * What capabilities point to. Implemented by the kernel's services; identity is object identity.
 */
public interface KernelObject {
    ObjectKind kind();

    ObjectHeader header();

    /** The epoch that a capability must carry to be alive. */
    default long epoch() {
        return header().epoch();
    }

    /** The cache line that a check of this object reads. */
    default long line() {
        return header().line();
    }
}
