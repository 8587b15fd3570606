package org.rustos.kernel.network;

import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** A socket of single messages. */
abstract class DatagramSocket extends Socket {
    /** What a message counts for in buffers beyond its bytes: Linux's truesize of a small one. */
    static final int OVERHEAD = 768;

    DatagramSocket(NetworkServices services, Domain domain, SocketOptions options, Identity maker) {
        super(services, domain, SocketType.DATAGRAM, options, maker);
    }

    abstract String receivePath();

    /** A message left the queue. */
    abstract void tookOne(Payer payer);

    /** Puts one whole message into a queue; bytes or a negative errno. */
    final long deliver(
            DatagramSocket to, UserBuffer from, Envelope envelope, Parcel parcel, Payer payer) {
        ReceiveQueue queue = to.received();
        int length = parcel.length();
        Errno refusal = queue.reserve(length);
        if (refusal == Errno.OK) {
            refusal = services().send(envelope.rights());
        }
        if (refusal != Errno.OK) {
            return refusal.negative();
        }
        int got = queue.append(from, length);
        if (got < length) {
            queue.retract(got);
            services().arrived(envelope.rights());
            services().drop(envelope.rights(), payer);
            return Errno.EFAULT.negative();
        }
        queue.add(parcel);
        payer.dirty(to.objectLine());
        to.news(payer);
        return length;
    }

    @Override
    public final Received receive(UserBuffer to, boolean peek, Payer payer) {
        payer.charge(receivePath());
        payer.dirty(objectLine());
        Errno failed = takeError();
        if (failed != Errno.OK) {
            return Received.refused(failed);
        }
        if (received().isEmpty()) {
            return readShut() ? Received.end() : Received.refused(Errno.EAGAIN);
        }
        Parcel parcel = received().first();
        int whole = parcel.length();
        int part = (int) Math.min(whole, to.remaining());
        if (received().copy(to, 0, part) < part) {
            return Received.refused(Errno.EFAULT);
        }
        List<OpenFile> rights = rights(parcel, peek);
        if (!peek) {
            received().take(0, true);
            if (parcel.source() != null) {
                parcel.source().room(payer);
            }
            tookOne(payer);
        }
        // A local sender tells the name that it has by now.
        Address from = parcel.source() == null ? parcel.from() : parcel.source().name();
        return new Received(part, whole, from, parcel.sender(), rights);
    }

    /** Whether a message could be sent. */
    abstract boolean roomy();

    @Override
    public final int ready(OpenFile file) {
        int ready = error() == Errno.OK ? 0 : FAILED;
        ready |= readShut() && writeShut() ? HUNG_UP : 0;
        ready |= readShut() ? READABLE | READ_NORMAL | READ_CLOSED : 0;
        ready |= received().isEmpty() ? 0 : READABLE | READ_NORMAL;
        return roomy() ? ready | WRITABLE | WRITE_NORMAL : ready;
    }
}
