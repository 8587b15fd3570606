package org.rustos.core.cpu;

import org.rustos.core.hart.PointerKeys;

import java.io.Serializable;

/**
 * Signs data pointers for a supervisor that knows no algorithm: what it hands out, an
 * authentication by the hart accepts, and nothing else.
 */
@FunctionalInterface
public interface PointerSigner extends Serializable {
    /**
     * The signed pointer, as the instruction that signs by data key A makes it.
     *
     * @param pointer a user address without a signature
     * @param modifier what the same pointer must be authenticated with
     */
    long sign(PointerKeys.Key key, long pointer, long modifier);
}
