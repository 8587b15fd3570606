package org.rustos.kernel.cap;

/** Whether a revocation could start. */
public sealed interface RevokeResult {
    /** It has; step it until it is done. */
    record Started(Revocation revocation) implements RevokeResult {}

    record Refused(Refusal why) implements RevokeResult {}
}
