/**
 * Reads what {@code clang -target bpf} writes: sections, symbols, relocations, maps described by
 * BTF or by the older structures. Content is hostile: whatever is wrong is one line, and nothing is
 * larger than the file.
 */
package org.rustos.kernel.ebpf.object;
