package org.rustos.kernel.ipc;

import org.rustos.core.machine.Core;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;

/** SEND and CALL: gives a message to whoever receives at an endpoint, or waits for him. */
public final class SendWork extends IpcWork {
    private final boolean call;
    private Endpoint endpoint;
    private long badge;
    private Message message;
    private long deadlineMc;

    /**
     * A trap of a thread.
     *
     * @param call whether the sender waits for an answer
     */
    public SendWork(Ipc ipc, IpcThread self, boolean call) {
        super(ipc, self);
        this.call = call;
    }

    @Override
    protected String checkPath() {
        return "ipc.check";
    }

    @Override
    protected Errno check(Core core) {
        Rights needed = info.capabilities() > 0 ? Rights.WRITE.or(Rights.GRANT) : Rights.WRITE;
        CapResult found = look(core, handle(), ObjectKind.ENDPOINT, needed);
        if (!(found instanceof CapResult.Granted granted)) {
            return found.errno();
        }
        endpoint = (Endpoint) granted.capability().object();
        badge = granted.capability().badge();
        if (!info.fits() || info.timed()) {
            charge(core, "ipc.slow");
        }
        if (info.timed()) {
            charge(core, "ipc.timer");
            deadlineMc = deadlineMc(core);
        }
        Carrier.Fetched fetched = carrier.fetch(self, core, info);
        message = fetched.message();
        return fetched.error();
    }

    @Override
    protected Progress act(Core core) {
        if (endpoint.owner().over) {
            return finish(core, Errno.ESTALE.negative());
        }
        for (IpcThread to = endpoint.receivers.poll(); to != null; to = endpoint.receivers.poll()) {
            Errno error = carrier.deliver(message, self, to, badge, core);
            if (error == Errno.EMSGSIZE) {
                endpoint.receivers.putBack(to);
                return finish(core, error.negative());
            }
            if (error == Errno.OK) {
                return delivered(core, to);
            }
            // A receiver whose buffer is bad: that is his to know, and the next one's chance.
            ipc.answer(to, error.negative());
            ready(core, to);
        }
        return info.noWait() ? finish(core, Errno.EAGAIN.negative()) : queue(core);
    }

    private Progress delivered(Core core, IpcThread to) {
        charge(core, "ipc.transfer");
        core.timing().kernelLoad(to.thread().objectLine());
        ipc.answer(to, message.info(call));
        if (!call) {
            ready(core, to);
            return finish(core, 0);
        }
        ipc.owe(to, self);
        if (info.timed()) {
            ipc.limit(self, core, deadlineMc);
        }
        return leaveTo(core, to);
    }

    private Progress queue(Core core) {
        if (!info.timed() && ipc.deadlocked(self, endpoint)) {
            ipc.counts().deadlocks++;
            return finish(core, Errno.EDEADLK.negative());
        }
        self.wait = IpcThread.Wait.SEND;
        self.endpoint = endpoint;
        self.message = message;
        self.calls = call;
        self.badge = badge;
        endpoint.senders.add(self);
        if (info.timed()) {
            ipc.limit(self, core, deadlineMc);
        }
        endpoint.servers.forEach(ipc::donate);
        return leaveTo(core, null);
    }
}
