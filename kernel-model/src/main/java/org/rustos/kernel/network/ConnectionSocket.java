package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** One of two ends that are connected, or the place where such ends come to be. */
abstract class ConnectionSocket extends Socket {
    /** Where it is in its life. */
    enum State {
        FRESH,
        CONNECTING,
        CONNECTED,
        LISTENING
    }

    /** As Linux's net.core.somaxconn. */
    private static final int LONGEST_BACKLOG = 4096;

    private final Deque<ConnectionSocket> backlog = new ArrayDeque<>();
    private State state = State.FRESH;
    private ConnectionSocket peer;
    private int backlogLimit;

    ConnectionSocket(
            NetworkServices services,
            Domain domain,
            SocketType type,
            SocketOptions options,
            Identity maker) {
        super(services, domain, type, options, maker);
    }

    /** Whether bytes of different senders stay apart: where credentials are told. */
    abstract boolean keepsSendersApart();

    /** Bytes that may be under way from here. */
    abstract long capacity();

    /** OK or why nothing can be sent now. */
    abstract Errno maySend(Envelope envelope, Payer payer);

    /** What a receive says before there ever was a connection. */
    abstract Errno notConnected();

    /** Kernel paths of the two directions. */
    abstract String sendPath();

    abstract String receivePath();

    final State state() {
        return state;
    }

    final void state(State next) {
        state = next;
    }

    final ConnectionSocket peer() {
        return peer;
    }

    @Override
    public final boolean listening() {
        return state == State.LISTENING;
    }

    /** Connects two ends. */
    final void join(ConnectionSocket other) {
        peer = other;
        other.peer = this;
        state = State.CONNECTED;
        other.state = State.CONNECTED;
    }

    final void listens(int wanted) {
        backlogLimit = wanted < 0 ? LONGEST_BACKLOG : Math.min(wanted, LONGEST_BACKLOG);
        state = State.LISTENING;
    }

    /** Whether no further connection can wait to be accepted. */
    final boolean full() {
        return backlog.size() > backlogLimit;
    }

    final void queue(ConnectionSocket accepted, Payer payer) {
        backlog.addLast(accepted);
        payer.dirty(objectLine());
        news(payer);
    }

    /** A place in the queue of those who wait to be accepted is free. */
    abstract void accepted(Payer payer);

    @Override
    public final Answer<Socket> accept(Payer payer) {
        if (state != State.LISTENING) {
            return Answer.refused(Errno.EINVAL);
        }
        payer.charge("socket.accept");
        payer.dirty(objectLine());
        ConnectionSocket next = backlog.pollFirst();
        if (next == null) {
            return Answer.refused(readShut() ? Errno.EINVAL : Errno.EAGAIN);
        }
        accepted(payer);
        return Answer.of(next);
    }

    /** Those who were never accepted learn that they will not be. */
    final void refuseBacklog(Payer payer) {
        while (!backlog.isEmpty()) {
            ConnectionSocket unwanted = backlog.pollFirst();
            unwanted.peer.reset(payer);
            unwanted.shutDirections(true, true);
            unwanted.end(payer);
        }
    }

    /** The other end is gone without having read everything, or was never accepted. */
    abstract void reset(Payer payer);

    @Override
    public final long send(UserBuffer from, Envelope envelope, Payer payer) {
        payer.charge(sendPath());
        payer.dirty(objectLine());
        Errno refusal = maySend(envelope, payer);
        if (refusal != Errno.OK) {
            return refusal.negative();
        }
        if (peer.dead()) {
            return toNobody(from, payer);
        }
        boolean whole = type() == SocketType.SEQUENCED;
        long length = from.remaining();
        if (whole && length > options().sendBuffer() - 32L) {
            return Errno.EMSGSIZE.negative();
        }
        if (length == 0 && !whole) {
            return 0;
        }
        long room = capacity() - outstanding();
        return room <= 0
                ? Errno.EAGAIN.negative()
                : deliver(from, envelope, (int) (whole ? length : Math.min(length, room)), payer);
    }

    /** What happens to bytes for a peer that is gone. */
    abstract long toNobody(UserBuffer from, Payer payer);

    private long deliver(UserBuffer from, Envelope envelope, int length, Payer payer) {
        boolean whole = type() == SocketType.SEQUENCED;
        ReceiveQueue queue = peer.received();
        Errno refusal = queue.reserve(length);
        if (refusal == Errno.OK) {
            refusal = services().send(envelope.rights());
        }
        if (refusal != Errno.OK) {
            return refusal.negative();
        }
        int got = queue.append(from, length);
        if (got < length && (whole || got == 0)) {
            queue.retract(got);
            services().arrived(envelope.rights());
            services().drop(envelope.rights(), payer);
            return Errno.EFAULT.negative();
        }
        Parcel last = queue.last();
        int charge = whole ? got + DatagramSocket.OVERHEAD : got;
        if (!whole && last != null && last.continues(envelope)) {
            queue.joined(got);
        } else {
            queue.add(new Parcel(this, null, envelope, got, charge));
        }
        sent(charge);
        payer.dirty(peer.objectLine());
        peer.news(payer);
        return got;
    }

    @Override
    public final Received receive(UserBuffer to, boolean peek, Payer payer) {
        payer.charge(receivePath());
        payer.dirty(objectLine());
        if (!received().isEmpty()) {
            Received got =
                    type() == SocketType.STREAM ? bytes(to, peek, payer) : message(to, peek, payer);
            return got;
        }
        if (state != State.CONNECTED && error() == Errno.OK && !readShut()) {
            return Received.refused(state == State.CONNECTING ? Errno.EAGAIN : notConnected());
        }
        return atEnd();
    }

    private Received atEnd() {
        if (endsQuietly()) {
            return Received.end();
        }
        Errno why = takeError();
        if (why != Errno.OK) {
            return Received.refused(why);
        }
        return readShut() ? Received.end() : Received.refused(Errno.EAGAIN);
    }

    /** Whether the other end finished in order, so that no error is told to a reader. */
    abstract boolean endsQuietly();

    private Received bytes(UserBuffer to, boolean peek, Payer payer) {
        long wanted = to.remaining();
        long done = 0;
        Identity sender = received().first().sender();
        List<OpenFile> rights = List.of();
        Iterator<Parcel> peeked = received().all().iterator();
        while (done < wanted && !received().isEmpty() && (!peek || peeked.hasNext())) {
            Parcel parcel = peek ? peeked.next() : received().first();
            if (keepsSendersApart() && !parcel.sender().equals(sender)) {
                break;
            }
            int part = (int) Math.min(parcel.length(), wanted - done);
            int moved = received().copy(to, peek ? done : 0, part);
            boolean carries = !parcel.rights().isEmpty() && moved > 0;
            if (carries) {
                rights = rights(parcel, peek);
            }
            if (!peek && moved > 0) {
                received().take(moved, false);
            }
            done += moved;
            if (moved < part || carries) {
                break;
            }
        }
        if (done == 0 && wanted > 0) {
            return Received.refused(Errno.EFAULT);
        }
        if (!peek && peer != null) {
            peer.room(payer);
        }
        return new Received(done, done, null, sender, rights);
    }

    private Received message(UserBuffer to, boolean peek, Payer payer) {
        Parcel parcel = received().first();
        int whole = parcel.length();
        int part = (int) Math.min(whole, to.remaining());
        if (received().copy(to, 0, part) < part) {
            return Received.refused(Errno.EFAULT);
        }
        List<OpenFile> rights = rights(parcel, peek);
        if (!peek) {
            received().take(0, true);
            peer.room(payer);
        }
        return new Received(part, whole, null, parcel.sender(), rights);
    }

    @Override
    public final int ready(OpenFile file) {
        int ready = error() == Errno.OK ? 0 : FAILED;
        if (state == State.LISTENING) {
            return backlog.isEmpty() ? ready : ready | READABLE | READ_NORMAL;
        }
        if ((readShut() && writeShut()) || state == State.FRESH) {
            ready |= HUNG_UP;
        }
        if (readShut()) {
            ready |= READABLE | READ_NORMAL | READ_CLOSED;
        }
        if (!received().isEmpty()) {
            ready |= READABLE | READ_NORMAL;
        }
        boolean writable = state != State.CONNECTING && (writeShut() || roomy());
        return writable ? ready | WRITABLE | WRITE_NORMAL : ready;
    }

    /** Whether so much can be sent that it is worth waking somebody. */
    abstract boolean roomy();
}
