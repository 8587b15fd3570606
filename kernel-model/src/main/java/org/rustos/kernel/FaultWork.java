package org.rustos.kernel;

import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.memory.FirstTouch;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.UserThread;

/** A page fault on its way: entry, bring the page in or refuse, return to the instruction. */
final class FaultWork implements Work {
    private final Kernel kernel;
    private final UserThread thread;
    private final Trap.PageFault fault;
    private boolean entered;

    FaultWork(Kernel kernel, UserThread thread, Trap.PageFault fault) {
        this.kernel = kernel;
        this.thread = thread;
        this.fault = fault;
    }

    @Override
    public Progress step(Core core) {
        long before = core.clockMc();
        Progress progress = next(core);
        thread.ranInKernel(core.clockMc() - before);
        return progress;
    }

    private Progress next(Core core) {
        if (thread.state() == UserThread.State.DEAD) {
            // Another core ended the process: there is nothing left to bring in, or to blame.
            return Progress.DONE;
        }
        if (!entered) {
            entered = true;
            core.timing().run(kernel.paths(thread.process()).get("fault.entry"));
            return Progress.MORE;
        }
        core.timing().run(kernel.paths(thread.process()).get("fault.area"));
        String path = FirstTouch.path(thread.process(), fault.address(), fault.access());
        boolean first = FirstTouch.firstOfArea(thread.process(), fault.address());
        UserAreas.Touch touch =
                FirstTouch.touch(core, thread.process(), fault.address(), fault.access());
        if (touch == UserAreas.Touch.NO_MEMORY) {
            kernel.outOfMemory(thread.process());
            return Progress.DONE;
        }
        if (touch != UserAreas.Touch.READY) {
            kernel.unresolved(core, thread, fault);
            return Progress.DONE;
        }
        core.timing().run(kernel.paths(thread.process()).get(path));
        if (first) {
            core.timing().run(kernel.paths(thread.process()).get("fault.first"));
        }
        core.timing().run(kernel.paths(thread.process()).get("fault.exit"));
        return Progress.DONE;
    }
}
