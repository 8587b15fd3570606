/**
 * Guest-physical memory, frames, address spaces and their page tables.
 *
 * <p>Nothing here knows a system call, a mechanism or an engine; what an ISA's tables look like is
 * a {@link org.rustos.core.memory.PageTableWriter}.
 */
package org.rustos.core.memory;
