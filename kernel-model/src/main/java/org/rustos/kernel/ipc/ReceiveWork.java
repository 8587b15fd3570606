package org.rustos.kernel.ipc;

import org.rustos.core.machine.Core;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;

/**
 * RECEIVE, REPLY, and both in one: answers the call that was taken last (or the one that a reply
 * capability names), then takes the next message or waits for it.
 */
public final class ReceiveWork extends IpcWork {
    private final boolean replies;
    private final boolean receives;
    private Endpoint endpoint;
    private Message answer;
    private IpcThread.Owed owed;
    private long deadlineMc;

    /** A trap of a thread that replies, receives, or does both in this order. */
    public ReceiveWork(Ipc ipc, IpcThread self, boolean replies, boolean receives) {
        super(ipc, self);
        this.replies = replies;
        this.receives = receives;
    }

    @Override
    protected String checkPath() {
        return "ipc.check.receive";
    }

    @Override
    protected Errno check(Core core) {
        Errno error = receives ? checkEndpoint(core) : Errno.OK;
        if (error != Errno.OK) {
            return error;
        }
        if (!info.fits() || info.timed()) {
            charge(core, "ipc.slow");
        }
        if (info.timed()) {
            charge(core, "ipc.timer");
            deadlineMc = deadlineMc(core);
        }
        return replies ? checkReply(core) : checkIdle();
    }

    private Errno checkEndpoint(Core core) {
        CapResult found = look(core, handle(), ObjectKind.ENDPOINT, Rights.READ);
        if (found instanceof CapResult.Granted granted) {
            endpoint = (Endpoint) granted.capability().object();
        }
        return found.errno();
    }

    private Errno checkReply(Core core) {
        charge(core, "ipc.reply");
        if (upperHandle() == 0) {
            owed = self.slot;
        } else {
            CapResult found = look(core, upperHandle(), ObjectKind.REPLY, Rights.WRITE);
            if (!(found instanceof CapResult.Granted granted)) {
                return found.errno();
            }
            owed =
                    new IpcThread.Owed(
                            (Reply) granted.capability().object(), granted.capability().epoch());
        }
        if (owed == null) {
            return Errno.ESRCH;
        }
        Carrier.Fetched fetched = carrier.fetch(self, core, info);
        answer = fetched.message();
        return fetched.error();
    }

    /** Who owes an answer must give it, or keep it as a capability, before it takes the next. */
    private Errno checkIdle() {
        if (self.slot != null && !self.slot.alive()) {
            self.slot = null;
        }
        return self.slot == null ? Errno.OK : Errno.EBUSY;
    }

    @Override
    protected Progress act(Core core) {
        if (receives && endpoint.owner().over) {
            return finish(core, Errno.ESTALE.negative());
        }
        IpcThread answered = replies ? reply(core) : null;
        if (!receives) {
            if (answered == null) {
                ipc.counts().repliesDropped++;
                return finish(core, Errno.ESTALE.negative());
            }
            ready(core, answered);
            return finish(core, 0);
        }
        if (replies && answered == null) {
            // The caller gave up or died: a server must not stand still for that.
            ipc.counts().repliesDropped++;
        }
        if (endpoint.servers.add(self)) {
            self.serves.add(endpoint);
        }
        return receive(core, answered);
    }

    /** Answers; the caller, not yet ready, or null if nobody waits for the answer any more. */
    private IpcThread reply(Core core) {
        boolean alive = owed.alive();
        IpcThread caller = owed.reply().caller();
        if (owed.equals(self.slot)) {
            self.slot = null;
        }
        if (alive) {
            charge(core, "ipc.answer");
            core.timing().kernelLoad(caller.thread().objectLine());
            Errno error = carrier.deliver(answer, self, caller, 0, core);
            ipc.answer(caller, error == Errno.OK ? answer.info(false) : error.negative());
        }
        if (upperHandle() != 0) {
            self.table().capabilities().tree().delete(self.table().space(), upperHandle());
        }
        return alive ? caller : null;
    }

    private Progress receive(Core core, IpcThread answered) {
        for (IpcThread from = endpoint.senders.poll();
                from != null;
                from = endpoint.senders.poll()) {
            Errno error = carrier.deliver(from.message, from, self, from.badge, core);
            if (error == Errno.EMSGSIZE) {
                // Nobody can ever take it here: its sender is told.
                ipc.wake(from, error.negative(), core.clockMc());
                continue;
            }
            if (answered != null) {
                ready(core, answered);
            }
            if (error != Errno.OK) {
                endpoint.senders.putBack(from);
                return finish(core, error.negative());
            }
            return finish(core, taken(core, from));
        }
        if (info.noWait()) {
            if (answered != null) {
                ready(core, answered);
            }
            return finish(core, Errno.EAGAIN.negative());
        }
        self.wait = IpcThread.Wait.RECEIVE;
        self.endpoint = endpoint;
        endpoint.receivers.add(self);
        if (info.timed()) {
            ipc.limit(self, core, deadlineMc);
        }
        return leaveTo(core, answered);
    }

    /** A waiting sender's message was taken: what its sender waits for now. */
    private long taken(Core core, IpcThread from) {
        charge(core, "ipc.transfer");
        core.timing().kernelLoad(from.thread().objectLine());
        long result = from.message.info(from.calls);
        if (!from.calls) {
            ipc.answer(from, 0);
            ready(core, from);
            return result;
        }
        // Its time limit, if it has one, goes on until the answer.
        from.wait = IpcThread.Wait.REPLY;
        from.message = null;
        from.endpoint = null;
        ipc.owe(self, from);
        endpoint.servers.forEach(ipc::donate);
        return result;
    }
}
