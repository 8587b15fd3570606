package org.rustos.channels.channel;

import org.rustos.channels.queue.QueueServer;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;

/** The channel as a kernel object: its capability is what the two traps use. */
record ChannelObject(QueueServer server, ObjectHeader header) implements KernelObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.CHANNEL;
    }
}
