package org.rustos.kernel.ebpf.isa;

import java.util.Locale;

/** Conformance groups of RFC 9669, section 2.4: what a runtime may leave out. */
public enum Group {
    BASE32,
    BASE64,
    ATOMIC32,
    ATOMIC64,
    DIVMUL32,
    DIVMUL64,
    /** Calls by register: not in the RFC, but compilers and conformance tests know them. */
    CALLX;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
