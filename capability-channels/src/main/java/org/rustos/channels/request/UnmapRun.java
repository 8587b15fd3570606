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

/** UNMAP_GRANT: gives one grant of a page back. */
final class UnmapRun extends PhasedOp {
    private final GrantWindow grants;
    private final KernelOp.UnmapRead op;
    private RegularFile file;

    UnmapRun(GrantWindow grants, KernelOp.UnmapRead op) {
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
                || op.offset() < 0) {
            return Errno.EINVAL;
        }
        file = regular;
        return Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        Errno error =
                grants.giveBack(
                        caller, file, op.offset() >> PhysicalMemory.PAGE_SHIFT, op.address());
        finish(error == Errno.OK ? OpResult.of(0) : OpResult.failed(error));
        return Work.Progress.DONE;
    }
}
