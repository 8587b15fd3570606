/**
 * The command {@code bpf}: eBPF programs run, printed and judged by themselves. What a program
 * means stands in {@code org.rustos.kernel.ebpf}.
 */
package org.rustos.cli.bpf;
