package org.rustos.core.hart;

/** Which protection hardware, beyond page permissions, refused an access. */
public enum ProtectionCause {
    /** The page's protection key is denied by the key register (x86 PKRU). */
    PROTECTION_KEY,
    /** The page has a key and is in no table by which the thread translates (AArch64). */
    TRANSLATION_TABLE,
    /** A pointer authentication failed (AArch64 with FEAT_FPAC). */
    POINTER_AUTHENTICATION,
    /** A branch landed where no landing pad stands (BTI, IBT). */
    BRANCH_TARGET,
    /** A return address differs from the shadow stack's. */
    SHADOW_STACK,
    /** A CHERI check failed: tag, seal, permission or bounds. */
    CAPABILITY
}
