package org.rustos.channels.debug;

import org.rustos.core.memory.AddressSpace;
import org.rustos.kernel.process.Process;

/**
 * Bytes of a process whose use by user code holds a run, whether or not they change.
 *
 * @param writes whether writing counts, beside reading
 */
record AccessWatch(int process, long address, int length, boolean writes) {
    /** Whether an access is such a use. */
    boolean covers(AddressSpace space, long at, int bytes, boolean write, TargetMemory memory) {
        if (write && !writes || at >= address + length || at + bytes <= address) {
            return false;
        }
        Process owner = memory.process(process);
        return owner != null && owner.space() == space;
    }
}
