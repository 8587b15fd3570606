package org.rustos.channels.trap;

import org.rustos.core.machine.Work;
import org.rustos.kernel.memory.UserRange;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/** DEBUG_PRINT: at most a page of text to the console. */
final class PrintRun extends PhasedOp {
    private static final long LONGEST = 4096;

    private final RustosProcess process;
    private final long text;
    private final long length;

    PrintRun(RustosProcess process, long text, long length) {
        this.process = process;
        this.text = text;
        this.length = length;
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("emergency.print");
        return length < 0 || length > LONGEST ? Errno.EINVAL : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        UserRange range = new UserRange(process.kernel().userMemory(), caller, text, length);
        long written = process.console().write(range, -1, caller);
        finish(written >= 0 ? OpResult.of(written) : OpResult.failed(Errno.of((int) -written)));
        return Work.Progress.DONE;
    }
}
