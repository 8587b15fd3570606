/**
 * Runs programs on memory that is checked at each access: whatever the bytes are, a run ends with a
 * result, a fault or the limit of steps. Nothing here trusts the verifier.
 */
package org.rustos.kernel.ebpf.run;
