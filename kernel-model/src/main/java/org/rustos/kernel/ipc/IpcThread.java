package org.rustos.kernel.ipc;

import org.rustos.core.machine.Timers;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the kernel keeps of a thread that sends and receives: where it waits, whom it must answer.
 */
public final class IpcThread {
    /** What it waits for. */
    enum Wait {
        NOTHING,
        /** Its message is to be taken. */
        SEND,
        RECEIVE,
        /** Its message was taken, the answer is to come. */
        REPLY,
        NOTIFICATION
    }

    /**
     * A call that was taken and is to be answered.
     *
     * @param epoch the reply's, of this call
     */
    record Owed(Reply reply, long epoch) {
        boolean alive() {
            return reply.holder() != null && reply.epoch() == epoch;
        }
    }

    private final UserThread thread;
    private final CapabilityTable table;
    private final Reply reply;
    private final int basePriority;

    Wait wait = Wait.NOTHING;

    /** Where it waits to send or to receive. */
    Endpoint endpoint;

    Notification notification;

    /** What it sends, while it waits for that. */
    Message message;

    boolean calls;
    long badge;
    Timers.Timer timer;

    /** The call that it took last: what it answers without naming it. */
    Owed slot;

    /** All calls that it took and that are out. */
    final Set<Reply> held = new LinkedHashSet<>();

    /** Where it has received. */
    final Set<Endpoint> serves = new LinkedHashSet<>();

    /** What ends with it. */
    final List<Endpoint> endpoints = new ArrayList<>();

    final List<Notification> notifications = new ArrayList<>();

    /** Address of its message buffer, 0 for none. */
    long buffer;

    boolean over;

    /**
     * A thread that waits for nothing.
     *
     * @param replyLine cache line of its reply object
     */
    IpcThread(UserThread thread, CapabilityTable table, long replyLine) {
        this.thread = thread;
        this.table = table;
        this.reply = new Reply(new ObjectHeader(replyLine), this);
        this.basePriority = thread.priority();
    }

    public UserThread thread() {
        return thread;
    }

    public CapabilityTable table() {
        return table;
    }

    Reply reply() {
        return reply;
    }

    /** Its own, or what others lend it. */
    int priority() {
        return thread.priority();
    }

    /** Its own. */
    public int basePriority() {
        return basePriority;
    }
}
