package org.rustos.channels.ebpf;

import org.rustos.core.machine.Work;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/**
 * EBPF_FILTER_CALLS: once, and for good: what is filtered must not be able to take the filter off.
 */
final class FilterCallsRun extends PhasedOp {
    private final EbpfTraps traps;
    private final long id;

    FilterCallsRun(EbpfTraps traps, long id) {
        this.traps = traps;
        this.id = id;
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("ebpf.command");
        if (traps.program(id, ProgramType.SYSCALL_FILTER) == null) {
            return Errno.EBADF;
        }
        return traps.filtersCalls() ? Errno.EBUSY : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        traps.filterCalls(traps.program(id, ProgramType.SYSCALL_FILTER));
        finish(OpResult.of(0));
        return Work.Progress.DONE;
    }
}
