package org.rustos.kernel.cap;

import org.rustos.kernel.op.Errno;

/** What became of an attempt to use or derive a capability: a value, never an exception. */
public sealed interface CapResult {
    /**
     * It is there and may be used.
     *
     * @param handle index and generation in its space
     */
    record Granted(long handle, Capability capability) implements CapResult {}

    record Refused(Refusal why) implements CapResult {}

    /** {@link Errno#OK} or the refusal's. */
    default Errno errno() {
        return switch (this) {
            case Granted _ -> Errno.OK;
            case Refused refused -> refused.why().errno();
        };
    }

    default boolean granted() {
        return this instanceof Granted;
    }
}
