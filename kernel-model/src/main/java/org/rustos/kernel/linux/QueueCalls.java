package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.List;

/** Message queues of System V IPC: texts with a type, taken by type. */
final class QueueCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("msgget", 2, QueueCalls::get),
                    new Call("msgsnd", 4, QueueCalls::send),
                    new Call("msgrcv", 5, QueueCalls::receive),
                    new Call("msgctl", 3, QueueCalls::control));

    private static final int LONGEST = 8192;
    private static final int MOST_BYTES = 16_384;
    private static final int NO_ERROR = 010000;
    private static final int EXCEPT = 020000;
    private static final int STATUS_SIZE = 120;

    private QueueCalls() {}

    private record Message(long type, byte[] text) {}

    /** One queue. */
    static final class Queue {
        private final List<Message> messages = new ArrayList<>();
        private final WaitQueue changed = new WaitQueue();
        private int bytes;
        private int lastSender;
        private int lastReceiver;
        private boolean removed;
    }

    private static long get(Request r) {
        return r.system()
                .queues()
                .get(r, r.number(0), r.number(1), Errno.OK, Queue::new, _ -> true);
    }

    private static long await(Request r, Queue queue, Errno instead, int flags) {
        if ((flags & IpcTable.IPC_NOWAIT) != 0) {
            return instead.negative();
        }
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        r.memo(queue);
        return r.park(queue.changed);
    }

    private static boolean gone(Request r) {
        return r.memo() instanceof Queue queue && queue.removed;
    }

    private static long send(Request r) {
        if (gone(r)) {
            return Errno.EIDRM.negative();
        }
        long length = r.argument(2);
        Struct type = r.get(r.argument(1), 8);
        if (type == null) {
            return Errno.EFAULT.negative();
        }
        if (length < 0 || length > LONGEST || r.number(0) < 0 || type.u64(0) < 1) {
            return Errno.EINVAL.negative();
        }
        Struct text = r.get(r.argument(1) + 8, (int) length);
        if (text == null) {
            return Errno.EFAULT.negative();
        }
        var entry = r.system().queues().find(r, r.number(0));
        if (entry == null || !entry.allows(r.process(), 2)) {
            return entry == null ? Errno.EINVAL.negative() : Errno.EACCES.negative();
        }
        Queue queue = entry.object();
        boolean full = queue.bytes + length > MOST_BYTES || queue.messages.size() >= MOST_BYTES;
        if (full) {
            return await(r, queue, Errno.EAGAIN, r.number(3));
        }
        r.charge("ipc.operate");
        queue.messages.add(new Message(type.u64(0), text.bytes()));
        queue.bytes += (int) length;
        queue.lastSender = r.process().process().id();
        queue.changed.wakeAll(r.nowMc());
        return 0;
    }

    private static long receive(Request r) {
        if (gone(r)) {
            return Errno.EIDRM.negative();
        }
        long room = r.argument(2);
        if (room < 0 || r.number(0) < 0) {
            return Errno.EINVAL.negative();
        }
        var entry = r.system().queues().find(r, r.number(0));
        if (entry == null || !entry.allows(r.process(), 4)) {
            return entry == null ? Errno.EINVAL.negative() : Errno.EACCES.negative();
        }
        Queue queue = entry.object();
        int flags = r.number(4);
        Message found = pick(queue, r.argument(3), (flags & EXCEPT) != 0);
        if (found == null) {
            return await(r, queue, Errno.ENOMSG, flags);
        }
        if (found.text.length > room && (flags & NO_ERROR) == 0) {
            return Errno.E2BIG.negative();
        }
        r.charge("ipc.operate");
        queue.messages.remove(found);
        queue.bytes -= found.text.length;
        queue.lastReceiver = r.process().process().id();
        queue.changed.wakeAll(r.nowMc());
        int length = (int) Math.min(room, found.text.length);
        Struct told = new Struct(8 + length).u64(0, found.type);
        System.arraycopy(found.text, 0, told.bytes(), 8, length);
        long error = r.put(r.argument(1), told);
        return error == 0 ? length : error;
    }

    /**
     * Type 0: the first; positive: the first of it, or not of it; negative: the lowest up to it.
     */
    private static Message pick(Queue queue, long type, boolean except) {
        Message best = null;
        for (Message message : queue.messages) {
            if (type == 0 || (type > 0 && message.type == type != except)) {
                return message;
            }
            boolean low = type < 0 && message.type <= -type;
            if (low && (best == null || message.type < best.type)) {
                best = message;
            }
        }
        return best;
    }

    private static long control(Request r) {
        int id = r.number(0);
        var entry = r.system().queues().find(r, id);
        if (entry == null) {
            return Errno.EINVAL.negative();
        }
        Queue queue = entry.object();
        switch (r.number(1)) {
            case IpcTable.IPC_RMID -> {
                if (!entry.owned(r.process())) {
                    return Errno.EPERM.negative();
                }
                queue.removed = true;
                r.system().queues().remove(id);
                queue.changed.wakeAll(r.nowMc());
                return 0;
            }
            case IpcTable.IPC_SET -> {
                Struct given = r.get(r.argument(2), STATUS_SIZE);
                if (given == null || !entry.owned(r.process())) {
                    return given == null ? Errno.EFAULT.negative() : Errno.EPERM.negative();
                }
                entry.set(given);
                return 0;
            }
            case IpcTable.IPC_STAT -> {
                if (!entry.allows(r.process(), 4)) {
                    return Errno.EACCES.negative();
                }
                Struct s = new Struct(STATUS_SIZE);
                entry.tell(s);
                s.u64(72, queue.bytes).u64(80, queue.messages.size()).u64(88, MOST_BYTES);
                s.u32(96, queue.lastSender).u32(100, queue.lastReceiver);
                return r.put(r.argument(2), s);
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
    }
}
