package org.rustos.kernel.op;

import org.rustos.core.machine.Work;

/** {@link KernelOp.ParentId}: reads one word of the process. */
final class ParentIdRun extends PhasedOp {
    @Override
    protected Work.Progress use(Caller caller) {
        caller.charge("process.id");
        caller.touch(caller.process().objectLine());
        finish(OpResult.of(caller.process().parentId()));
        return Work.Progress.DONE;
    }
}
