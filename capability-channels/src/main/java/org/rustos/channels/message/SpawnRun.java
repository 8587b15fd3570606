package org.rustos.channels.message;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.ipc.Inheritance;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/**
 * SPAWN: the caller's program once more, as a process of its own that knows its role and has the
 * capabilities that it was given.
 */
final class SpawnRun extends PhasedOp {
    private final MessageTraps parent;
    private final long role;
    private final long capabilities;
    private final long priority;
    private Inheritance inheritance;

    SpawnRun(MessageTraps parent, long role, long capabilities, long priority) {
        this.parent = parent;
        this.role = role;
        this.capabilities = capabilities;
        this.priority = priority;
    }

    @Override
    protected Errno fetch(Caller caller) {
        if (role < 0
                || role > Integer.MAX_VALUE
                || priority < 0
                || priority > Integer.MAX_VALUE
                || capabilities < 0
                || capabilities > BootstrapLayout.BLOCK_INHERITED_MAX) {
            return Errno.EINVAL;
        }
        inheritance = new Inheritance(parent.system().ipc(), parent.self());
        return inheritance.fetch(caller.core(), (int) capabilities);
    }

    /** Nobody makes a process that is more urgent than it is by itself. */
    @Override
    protected Errno check(Caller caller) {
        return priority <= parent.self().basePriority() ? Errno.OK : Errno.EPERM;
    }

    private int childPriority() {
        return priority == 0 ? parent.self().basePriority() : (int) priority;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        caller.charge("ipc.spawn");
        Kernel kernel = parent.system().kernel();
        MessageTraps child =
                parent.system().spawn(parent.process().process(), (int) role, childPriority());
        if (child == null) {
            finish(OpResult.failed(Errno.EAGAIN));
            return Work.Progress.DONE;
        }
        child.inherited().addAll(inheritance.give(caller.core(), child.self()));
        kernel.scheduler().ready(child.self().thread(), caller.nowMc());
        finish(OpResult.of(child.process().process().id()));
        return Work.Progress.DONE;
    }
}
