/**
 * eBPF as RFC 9669 defines it: what a program is and what it may call. The parts stand below:
 * {@code isa} decodes and prints, {@code run} executes, {@code map} stores, {@code object} reads
 * what a compiler wrote, {@code verify} proves. Where programs are attached, and what running them
 * costs, is a mechanism's business and must not go in here.
 */
package org.rustos.kernel.ebpf;
