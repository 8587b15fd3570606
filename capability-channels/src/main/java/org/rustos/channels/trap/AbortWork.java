package org.rustos.channels.trap;

import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.process.UserThread;

/** ABORT: the way in, and no way back. */
final class AbortWork implements Work {
    private static final int STATUS = 0xff;

    private final Kernel kernel;
    private final UserThread thread;
    private final long status;
    private boolean entered;

    AbortWork(Kernel kernel, UserThread thread, long status) {
        this.kernel = kernel;
        this.thread = thread;
        this.status = status;
    }

    @Override
    public Progress step(Core core) {
        if (!entered) {
            entered = true;
            core.timing().run(kernel.paths(thread.process()).get("syscall.entry"));
            return Progress.MORE;
        }
        kernel.exit(thread.process(), (int) status & STATUS, 0);
        return Progress.DONE;
    }
}
