/**
 * The instruction set of RFC 9669 as one table of forms, with the decoder and the disassembler that
 * read it. What an operation means stands with its name; nothing that executes or proves goes in.
 */
package org.rustos.kernel.ebpf.isa;
