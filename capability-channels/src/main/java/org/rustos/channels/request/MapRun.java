package org.rustos.channels.request;

import org.rustos.channels.grant.GrantWindow;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/** MAP_READ: grants one page of a file. */
final class MapRun extends PhasedOp {
    private final GrantWindow grants;
    private final KernelOp.MapRead op;
    private RegularFile file;

    MapRun(GrantWindow grants, KernelOp.MapRead op) {
        this.grants = grants;
        this.op = op;
    }

    @Override
    protected Errno check(Caller caller) {
        HandleSpace.Found found = caller.handles().find(caller, op.handle(), HandleSpace.Use.MAP);
        if (found.error() != Errno.OK) {
            return found.error();
        }
        if (!(found.object() instanceof OpenFile open)
                || !(open.inode() instanceof RegularFile regular)
                || op.offset() >= regular.size()) {
            return Errno.EINVAL;
        }
        file = regular;
        return Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        long address = grants.grant(caller, file, op.offset() >> PhysicalMemory.PAGE_SHIFT);
        finish(address >= 0 ? OpResult.of(address) : OpResult.failed(Errno.of((int) -address)));
        return Work.Progress.DONE;
    }
}
