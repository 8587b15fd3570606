package org.rustos.kernel.ipc;

import org.rustos.core.machine.Core;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;

/** SIGNAL and WAIT: flags that are raised without waiting, and taken by whoever waits for them. */
public final class SignalWork extends IpcWork {
    private final boolean waits;
    private Notification notification;
    private long badge;
    private long deadlineMc;

    /**
     * A trap of a thread.
     *
     * @param waits takes flags instead of raising them
     */
    public SignalWork(Ipc ipc, IpcThread self, boolean waits) {
        super(ipc, self);
        this.waits = waits;
    }

    @Override
    protected String checkPath() {
        return "ipc.check.signal";
    }

    @Override
    protected Errno check(Core core) {
        CapResult found =
                look(core, handle(), ObjectKind.NOTIFICATION, waits ? Rights.READ : Rights.WRITE);
        if (found instanceof CapResult.Granted granted) {
            notification = (Notification) granted.capability().object();
            badge = granted.capability().badge();
            if (waits && info.timed()) {
                charge(core, "ipc.timer");
                deadlineMc = deadlineMc(core);
            }
        }
        return found.errno();
    }

    @Override
    protected Progress act(Core core) {
        if (notification.owner().over) {
            return finish(core, Errno.ESTALE.negative());
        }
        charge(core, "ipc.notify");
        return waits ? await(core) : signal(core);
    }

    private Progress signal(Core core) {
        ipc.counts().signals++;
        notification.raise(badge);
        IpcThread waiter = notification.waiters.poll();
        if (waiter != null) {
            waiter.thread().context().argument(1, notification.take());
            ipc.answer(waiter, 0);
            ready(core, waiter);
        }
        return finish(core, 0);
    }

    private Progress await(Core core) {
        long flags = notification.take();
        if (flags != 0) {
            registers().argument(1, flags);
            return finish(core, 0);
        }
        if (info.noWait()) {
            return finish(core, Errno.EAGAIN.negative());
        }
        self.wait = IpcThread.Wait.NOTIFICATION;
        self.notification = notification;
        notification.waiters.add(self);
        if (info.timed()) {
            ipc.limit(self, core, deadlineMc);
        }
        return leaveTo(core, null);
    }
}
