package org.rustos.kernel;

import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.process.UserThread;

/**
 * A trap that carries one operation: entry path, the operation's steps, exit path. It may block in
 * between and then goes on where the thread is dispatched again.
 */
public final class CallWork implements Work {
    /**
     * The paths of a kind of trap.
     *
     * @param entry charged before the operation
     * @param exit charged behind it
     */
    public record Shape(String entry, String exit) {
        /** The system-call instruction. */
        public static final Shape SYSCALL = new Shape("syscall.entry", "syscall.exit");
    }

    private final Kernel kernel;
    private final UserThread thread;
    private final HandleSpace handles;
    private final OpRun op;
    private final Shape shape;
    private boolean entered;
    // An operation that began ends, though another core ends its thread: it may hold something.
    private boolean begun;

    public CallWork(Kernel kernel, UserThread thread, HandleSpace handles, OpRun op, Shape shape) {
        this.kernel = kernel;
        this.thread = thread;
        this.handles = handles;
        this.op = op;
        this.shape = shape;
        op.onWake(atMc -> kernel.scheduler().ready(thread, atMc));
    }

    @Override
    public Progress step(Core core) {
        long beforeMc = core.clockMc();
        Progress progress = next(core);
        op.spent(core.clockMc() - beforeMc);
        thread.ranInKernel(core.clockMc() - beforeMc);
        return progress;
    }

    private Progress next(Core core) {
        if (thread.state() == UserThread.State.DEAD && !begun) {
            return Progress.DONE;
        }
        if (!entered) {
            entered = true;
            core.timing().run(kernel.paths(thread.process()).get(shape.entry()));
            return Progress.MORE;
        }
        begun = true;
        Caller caller = new Caller(thread, core, kernel.paths(thread.process()), handles);
        switch (op.step(caller)) {
            case MORE -> {
                boolean preempted =
                        op.preemptible() && kernel.scheduler().preempted(core, thread, this);
                return preempted ? Progress.DONE : Progress.MORE;
            }
            case PARKED -> {
                kernel.scheduler().block(core, this);
                return Progress.DONE;
            }
            case DONE -> {
                if (thread.state() == UserThread.State.RUNNING) {
                    thread.context().result(op.result().word());
                    core.timing().run(kernel.paths(thread.process()).get(shape.exit()));
                }
                return Progress.DONE;
            }
        }
        throw new AssertionError();
    }
}
