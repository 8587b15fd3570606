package org.rustos.kernel.ipc;

import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;

/**
 * The right to answer one call, once. A thread has one call out at a time, so the object is the
 * caller's and serves again; its epoch ends whatever named an earlier call.
 */
final class Reply implements KernelObject {
    private final ObjectHeader header;
    private final IpcThread caller;
    private IpcThread holder;
    private int names;

    Reply(ObjectHeader header, IpcThread caller) {
        this.header = header;
        this.caller = caller;
    }

    IpcThread caller() {
        return caller;
    }

    /** Who took the call and has not answered it; null if no call is out. */
    IpcThread holder() {
        return holder;
    }

    void takenBy(IpcThread server) {
        holder = server;
        names = 0;
    }

    /** The call is over, however it ended. */
    void over() {
        holder = null;
        header.advanceEpoch();
    }

    /** A capability to it more, or less. */
    int named(int more) {
        names += more;
        return names;
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.REPLY;
    }

    @Override
    public ObjectHeader header() {
        return header;
    }
}
