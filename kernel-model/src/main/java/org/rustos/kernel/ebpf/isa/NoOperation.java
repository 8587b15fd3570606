package org.rustos.kernel.ebpf.isa;

/** For forms whose kind says it all. */
enum NoOperation implements Operation {
    NONE
}
