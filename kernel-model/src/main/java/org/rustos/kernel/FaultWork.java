package org.rustos.kernel;

import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
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
        if (!entered) {
            entered = true;
            core.timing().run(kernel.paths().get("fault.entry"));
            return Progress.MORE;
        }
        core.timing().run(kernel.paths().get("fault.area"));
        UserAreas.Touch touch = thread.process().areas().touch(fault.address(), fault.access());
        if (touch == UserAreas.Touch.NO_MEMORY) {
            kernel.outOfMemory(thread.process());
            return Progress.DONE;
        }
        if (touch != UserAreas.Touch.READY) {
            kernel.unresolved(core, thread, fault);
            return Progress.DONE;
        }
        core.timing().run(kernel.paths().get("fault.map"));
        Mapping page = thread.process().space().lookup(fault.address());
        if (!fault.present()) {
            core.timing()
                    .copy(
                            -1,
                            page.frame(),
                            Math.min(page.size().bytes(), PhysicalMemory.PAGE_SIZE));
        }
        core.timing().run(kernel.paths().get("fault.exit"));
        return Progress.DONE;
    }
}
