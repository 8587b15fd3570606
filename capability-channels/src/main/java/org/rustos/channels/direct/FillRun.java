package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.machine.Work;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/** DIRECT_FILL: the service missed a page; the kernel checks the capability again and maps it. */
final class FillRun extends PhasedOp {
    private final Mirror mirror;
    private final CapabilityHandles handles;
    private final long handle;
    private final long page;
    private final long flags;
    private RegularFile file;

    FillRun(Mirror mirror, CapabilityHandles handles, long handle, long page, long flags) {
        this.mirror = mirror;
        this.handles = handles;
        this.handle = handle;
        this.page = page;
        this.flags = flags;
    }

    private boolean writes() {
        return (flags & DirectLayout.PAGE_WRITABLE) != 0;
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("direct.trap");
        if ((flags & ~DirectLayout.PAGE_WRITABLE) != 0) {
            return Errno.EINVAL;
        }
        CapResult found = handles.look(caller, handle, ObjectKind.FILE, Rights.NONE);
        if (!(found instanceof CapResult.Granted granted)) {
            return found.errno();
        }
        Rights rights = granted.capability().rights();
        boolean may =
                writes()
                        ? rights.contains(Rights.WRITE)
                        : rights.contains(Rights.READ) || rights.contains(Rights.MAP);
        if (!may) {
            return Errno.EACCES;
        }
        if (!(((OpenFile) granted.capability().object()).inode() instanceof RegularFile regular)) {
            return Errno.EINVAL;
        }
        file = regular;
        return Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        Errno error = mirror.fill(caller, file, page, writes());
        handles.table().capabilities().settle(caller);
        finish(error == Errno.OK ? OpResult.of(0) : OpResult.failed(error));
        return Work.Progress.DONE;
    }
}
