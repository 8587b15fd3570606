package org.example.mailbox;

import org.rustos.channels.queue.QueuePages;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;

/** OPEN: maps the shared page. */
final class OpenRun implements OpRun {
    private final Kernel kernel;
    private final MailboxTraps traps;
    private OpResult result;

    OpenRun(Kernel kernel, MailboxTraps traps) {
        this.kernel = kernel;
        this.traps = traps;
    }

    @Override
    public Work.Progress step(Caller caller) {
        caller.charge("queue.setup");
        result = traps.slot() == null ? open(caller) : OpResult.failed(Errno.EEXIST);
        return Work.Progress.DONE;
    }

    private OpResult open(Caller caller) {
        QueuePages pages = QueuePages.allocate(kernel);
        if (pages == null) {
            return OpResult.failed(Errno.ENOMEM);
        }
        long at = pages.map(caller.process());
        if (at == 0) {
            pages.release();
            return OpResult.failed(Errno.ENOMEM);
        }
        traps.opened(new Slot(kernel.board().memory(), pages));
        return OpResult.of(at);
    }

    @Override
    public OpResult result() {
        return result;
    }
}
