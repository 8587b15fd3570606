/**
 * Proves, before a program runs, that it ends and touches only what it may: abstract interpretation
 * of every path, in the spirit of the verifier in Linux. What it accepts never faults in {@code
 * run} (a property that tests hold); what it rejects it explains. It knows nothing of where
 * programs are attached beyond the layout of their context.
 */
package org.rustos.kernel.ebpf.verify;
