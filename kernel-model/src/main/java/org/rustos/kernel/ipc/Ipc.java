package org.rustos.kernel.ipc;

import org.rustos.core.machine.Core;
import org.rustos.core.machine.Timers;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/**
 * What all message traps of one machine share: who waits where, how a wait ends, and whose priority
 * counts.
 */
public final class Ipc {
    /** Chains of calls and donations longer than this are not followed. */
    private static final int LONGEST_CHAIN = 32;

    private final Kernel kernel;
    private final MessageRegisters registers;
    private final boolean clearsHistory;
    private final IpcCounts counts = new IpcCounts();

    /**
     * The messages of one machine.
     *
     * @param clearsHistory whether entries clear the history of branches, as other kernels do where
     *     the CPU needs it
     */
    public Ipc(Kernel kernel, MessageRegisters registers, boolean clearsHistory) {
        this.kernel = kernel;
        this.registers = registers;
        this.clearsHistory = clearsHistory;
    }

    /** The way in of every trap. */
    public String entryPath() {
        return clearsHistory ? "ipc.entry.history" : "ipc.entry";
    }

    Kernel kernel() {
        return kernel;
    }

    MessageRegisters registers() {
        return registers;
    }

    public IpcCounts counts() {
        return counts;
    }

    /** A thread that may use messages from here on; its table is watched for reply capabilities. */
    public IpcThread join(UserThread thread, CapabilityTable table) {
        IpcThread member = new IpcThread(thread, table, kernel.heap().allocate(1));
        table.observe(new ReplyNames());
        return member;
    }

    /** A new endpoint that ends with a thread. */
    public Endpoint newEndpoint(IpcThread owner) {
        Endpoint made = new Endpoint(new ObjectHeader(kernel.heap().allocate(1)), owner);
        owner.endpoints.add(made);
        return made;
    }

    /** A new notification that ends with a thread. */
    public Notification newNotification(IpcThread owner) {
        Notification made = new Notification(new ObjectHeader(kernel.heap().allocate(1)), owner);
        owner.notifications.add(made);
        return made;
    }

    /** Gives a thread a capability to an object of ours; its handle, or 0 if its table is full. */
    public long grant(IpcThread to, Endpoint endpoint, Rights rights, long badge) {
        CapResult result =
                to.table()
                        .capabilities()
                        .tree()
                        .grant(to.table().space(), endpoint, rights, badge, Capability.NEVER);
        return result instanceof CapResult.Granted granted ? granted.handle() : 0;
    }

    /** Ends a wait: takes the thread out of where it waits. Its answer is the caller's matter. */
    void stopWaiting(IpcThread thread) {
        if (thread.timer != null) {
            thread.timer.cancel();
            thread.timer = null;
        }
        switch (thread.wait) {
            case SEND -> thread.endpoint.senders.remove(thread);
            case RECEIVE -> thread.endpoint.receivers.remove(thread);
            case NOTIFICATION -> thread.notification.waiters.remove(thread);
            case REPLY -> {
                IpcThread holder = thread.reply().holder();
                thread.reply().over();
                if (holder != null) {
                    holder.held.remove(thread.reply());
                    donate(holder);
                }
            }
            case NOTHING -> {}
        }
        Endpoint left = thread.wait == IpcThread.Wait.SEND ? thread.endpoint : null;
        thread.wait = IpcThread.Wait.NOTHING;
        thread.endpoint = null;
        thread.notification = null;
        thread.message = null;
        if (left != null) {
            left.servers.forEach(this::donate);
        }
    }

    /** Ends a wait with an answer; the thread must then be made ready or be switched to. */
    void answer(IpcThread thread, long result) {
        stopWaiting(thread);
        thread.thread().context().result(result);
    }

    /** Ends a wait with an answer; the thread goes on when its turn comes. */
    void wake(IpcThread thread, long result, long atMc) {
        answer(thread, result);
        ready(thread, atMc);
    }

    /** An answered thread goes on when its turn comes, by the way out of the kernel. */
    void ready(IpcThread thread, long atMc) {
        thread.thread().leavePending(new Leave());
        kernel.scheduler().ready(thread.thread(), atMc);
    }

    private final class Leave implements Work {
        @Override
        public Progress step(Core core) {
            core.timing().run(kernel.paths().get("ipc.exit"));
            return Progress.DONE;
        }
    }

    /** A wait that ends by itself; what it costs to arm is the caller's to charge. */
    void limit(IpcThread thread, Core core, long deadlineMc) {
        Timers timers = kernel.board().timers();
        thread.timer =
                timers.arm(
                        deadlineMc,
                        atMc -> {
                            core.ledger().timeObserved();
                            thread.timer = null;
                            counts.timeouts++;
                            wake(thread, Errno.ETIMEDOUT.negative(), atMc);
                        });
    }

    /** A receiver takes a call: from here on it owes the answer, and runs for the caller. */
    void owe(IpcThread server, IpcThread caller) {
        caller.wait = IpcThread.Wait.REPLY;
        caller.reply().takenBy(server);
        server.held.add(caller.reply());
        server.slot = new IpcThread.Owed(caller.reply(), caller.reply().epoch());
        donate(server);
    }

    /** Whoever serves runs as urgently as the most urgent of those who wait for it. */
    void donate(IpcThread server) {
        donate(server, LONGEST_CHAIN);
    }

    private void donate(IpcThread server, int depth) {
        int most = server.basePriority();
        for (Reply owed : server.held) {
            most = Math.max(most, owed.caller().priority());
        }
        for (Endpoint endpoint : server.serves) {
            most = endpoint.senders.priority(most);
        }
        if (most == server.priority() || depth == 0) {
            return;
        }
        server.thread().priority(most);
        kernel.scheduler().reprioritized();
        for (IpcThread next : waitedFor(server)) {
            donate(next, depth - 1);
        }
    }

    /** Who must act before a thread can go on. */
    private static List<IpcThread> waitedFor(IpcThread thread) {
        return switch (thread.wait) {
            case REPLY ->
                    thread.reply().holder() == null ? List.of() : List.of(thread.reply().holder());
            case SEND -> List.copyOf(thread.endpoint.servers);
            case NOTHING, RECEIVE, NOTIFICATION -> List.of();
        };
    }

    /** Whether nobody could ever take what a thread sends to an endpoint: all wait for it. */
    boolean deadlocked(IpcThread sender, Endpoint endpoint) {
        return !endpoint.servers.isEmpty()
                && endpoint.servers.stream().allMatch(s -> waits(s, sender, LONGEST_CHAIN));
    }

    private boolean waits(IpcThread thread, IpcThread target, int depth) {
        if (thread == target) {
            return true;
        }
        List<IpcThread> next = waitedFor(thread);
        return depth > 0
                && thread.timer == null
                && !next.isEmpty()
                && next.stream().allMatch(n -> waits(n, target, depth - 1));
    }

    /** A thread ended: nobody may wait for it any longer, and it for nobody. */
    public void left(IpcThread thread) {
        if (thread.over) {
            return;
        }
        thread.over = true;
        stopWaiting(thread);
        long now = now();
        for (Reply reply : List.copyOf(thread.held)) {
            wake(reply.caller(), Errno.ECONNRESET.negative(), now);
        }
        for (Endpoint served : thread.serves) {
            served.servers.remove(thread);
        }
        for (Endpoint ended : thread.endpoints) {
            ended.header().advanceEpoch();
            for (IpcThread sender : ended.senders.all()) {
                wake(sender, Errno.ECONNRESET.negative(), now);
            }
            for (IpcThread receiver : ended.receivers.all()) {
                wake(receiver, Errno.ESTALE.negative(), now);
            }
        }
        for (Notification ended : thread.notifications) {
            ended.header().advanceEpoch();
            for (IpcThread waiter : ended.waiters.all()) {
                wake(waiter, Errno.ESTALE.negative(), now);
            }
        }
    }

    /**
     * The time of what happens outside of a step that we know: the core that acts is the earliest.
     */
    private long now() {
        long now = Long.MAX_VALUE;
        for (Core core : kernel.board().cores()) {
            now = core.parked() ? now : Math.min(now, core.clockMc());
        }
        return now == Long.MAX_VALUE ? 0 : now;
    }

    /** A caller whose last reply capability is given up will never be answered: it is told. */
    private final class ReplyNames implements CSpace.Observer {
        @Override
        public void filled(long handle, Capability capability) {
            if (capability.object() instanceof Reply reply && capability.epoch() == reply.epoch()) {
                reply.named(1);
            }
        }

        @Override
        public void emptied(long handle, Capability capability, boolean byRevocation) {
            if (capability.object() instanceof Reply reply
                    && capability.epoch() == reply.epoch()
                    && reply.named(-1) == 0
                    && reply.holder() != null) {
                wake(reply.caller(), Errno.ECONNRESET.negative(), now());
            }
        }
    }
}
