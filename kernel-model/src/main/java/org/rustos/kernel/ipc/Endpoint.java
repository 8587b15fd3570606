package org.rustos.kernel.ipc;

import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where senders and receivers of messages meet: at most one of its two queues holds somebody. It
 * has no buffer, so nothing can be lost in it.
 */
public final class Endpoint implements KernelObject {
    private final ObjectHeader header;
    private final IpcThread owner;
    final ThreadQueue senders = new ThreadQueue();
    final ThreadQueue receivers = new ThreadQueue();

    /** Who has received here: whom a waiting sender lends its priority to. */
    final Set<IpcThread> servers = new LinkedHashSet<>();

    /**
     * An endpoint without anybody.
     *
     * @param owner with whose end it ends
     */
    Endpoint(ObjectHeader header, IpcThread owner) {
        this.header = header;
        this.owner = owner;
    }

    IpcThread owner() {
        return owner;
    }

    /** Whether it ends with a thread. */
    public boolean isOwnedBy(IpcThread thread) {
        return owner == thread;
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.ENDPOINT;
    }

    @Override
    public ObjectHeader header() {
        return header;
    }
}
