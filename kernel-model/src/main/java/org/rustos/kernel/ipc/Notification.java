package org.rustos.kernel.ipc;

import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;

/**
 * A word of flags that is raised without waiting and taken by one waiter: signals that come before
 * they are taken add up, none is lost.
 */
public final class Notification implements KernelObject {
    private final ObjectHeader header;
    private final IpcThread owner;
    final ThreadQueue waiters = new ThreadQueue();
    private long flags;

    Notification(ObjectHeader header, IpcThread owner) {
        this.header = header;
        this.owner = owner;
    }

    IpcThread owner() {
        return owner;
    }

    /** Raises what a signal through a capability with this badge raises. */
    void raise(long badge) {
        flags |= badge == 0 ? 1 : badge;
    }

    /** The flags that are up, which are down from here on. */
    long take() {
        long taken = flags;
        flags = 0;
        return taken;
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.NOTIFICATION;
    }

    @Override
    public ObjectHeader header() {
        return header;
    }
}
