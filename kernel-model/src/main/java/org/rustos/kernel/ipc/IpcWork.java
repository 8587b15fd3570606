package org.rustos.kernel.ipc;

import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

/**
 * A message trap on its way: in, all checks, then what it does; three visible steps. What it does
 * may put another thread on the core, and then the way out is that one's.
 */
abstract class IpcWork implements Work {
    private static final long HANDLE_MASK = 0xffff_ffffL;

    private enum Phase {
        ENTER,
        CHECK,
        ACT
    }

    /** What all traps share. */
    protected final Ipc ipc;

    /** Brings messages over. */
    protected final Carrier carrier;

    /** Who trapped. */
    protected final IpcThread self;

    /** What it asked for; valid after the check. */
    protected MessageInfo info;

    private Phase phase = Phase.ENTER;

    IpcWork(Ipc ipc, IpcThread self) {
        this.ipc = ipc;
        this.carrier = new Carrier(ipc);
        this.self = self;
    }

    /** What the checks of the fast path cost. */
    protected abstract String checkPath();

    /** Checks everything that can be refused; OK or the refusal. */
    protected abstract Errno check(Core core);

    /** Does it. */
    protected abstract Progress act(Core core);

    @Override
    public final Progress step(Core core) {
        UserThread thread = self.thread();
        long beforeMc = core.clockMc();
        Progress progress = thread.state() == UserThread.State.DEAD ? Progress.DONE : next(core);
        thread.ranInKernel(core.clockMc() - beforeMc);
        return progress;
    }

    private Progress next(Core core) {
        switch (phase) {
            case ENTER -> {
                charge(core, ipc.entryPath());
                phase = Phase.CHECK;
                return Progress.MORE;
            }
            case CHECK -> {
                charge(core, checkPath());
                info = MessageInfo.decode(registers().argument(1));
                Errno error = info == null ? Errno.EINVAL : check(core);
                if (error != Errno.OK) {
                    ipc.counts().refused++;
                    return finish(core, error.negative());
                }
                phase = Phase.ACT;
                return Progress.MORE;
            }
            case ACT -> {
                return act(core);
            }
        }
        throw new AssertionError();
    }

    protected final HartContext registers() {
        return self.thread().context();
    }

    /** The handle in the first argument, the second one in its upper half. */
    protected final long handle() {
        return registers().argument(0) & HANDLE_MASK;
    }

    protected final long upperHandle() {
        return registers().argument(0) >>> Integer.SIZE;
    }

    protected final void charge(Core core, String path) {
        core.timing().run(ipc.kernel().paths().get(path));
    }

    /** The price of the look-up itself is part of the path. */
    protected final CapResult look(Core core, long handle, ObjectKind kind, Rights needed) {
        core.timing().kernelLoad(self.table().space().line(handle));
        CapResult result = self.table().space().lookup(handle, kind, needed, core.clockMc());
        if (result instanceof CapResult.Granted granted) {
            core.timing().kernelLoad(granted.capability().object().line());
        }
        return result;
    }

    /** When a wait that begins now ends by itself. */
    protected final long deadlineMc(Core core) {
        long nanos = Math.max(0, ipc.registers().timeoutNanos(registers()));
        long mc = ipc.kernel().nanosToMc(nanos);
        return mc > Long.MAX_VALUE - core.clockMc() ? Long.MAX_VALUE : core.clockMc() + mc;
    }

    /** The trap is over and its thread goes on. */
    protected final Progress finish(Core core, long result) {
        registers().result(result);
        charge(core, "ipc.exit");
        return Progress.DONE;
    }

    /**
     * The thread waits from here on; an answered one goes on in its place, if there is one that may
     * run here.
     */
    protected final Progress leaveTo(Core core, IpcThread next) {
        if (next != null && ipc.kernel().scheduler().fits(core, next.thread())) {
            ipc.counts().switches++;
            charge(core, "ipc.switch");
            ipc.kernel().scheduler().handOver(core, next.thread());
            charge(core, "ipc.exit");
            return Progress.DONE;
        }
        if (next != null) {
            charge(core, "ipc.ready");
            ipc.ready(next, core.clockMc());
        }
        ipc.counts().queued++;
        charge(core, "ipc.queue");
        ipc.kernel().scheduler().block(core, null);
        return Progress.DONE;
    }

    /** An answered thread goes on beside this one. */
    protected final void ready(Core core, IpcThread next) {
        charge(core, "ipc.ready");
        ipc.ready(next, core.clockMc());
    }
}
