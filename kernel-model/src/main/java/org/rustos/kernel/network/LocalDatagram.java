package org.rustos.kernel.network;

import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** Messages inside the machine: none is lost, whoever is too fast waits. */
public final class LocalDatagram extends DatagramSocket implements LocalSocket {
    /** As Linux's net.unix.max_dgram_qlen: messages that wait of those who are no peers. */
    private static final int LONGEST_QUEUE = 10;

    private final LocalNames names = new LocalNames(this);
    private final SequencedSet<LocalDatagram> blocked = new LinkedHashSet<>();
    private final SequencedSet<LocalDatagram> crowded = new LinkedHashSet<>();
    private LocalDatagram peer;

    public LocalDatagram(NetworkServices services, Identity maker) {
        super(services, Domain.LOCAL, LocalNames.options(), maker);
    }

    /** Makes two fresh sockets each other's peers (socketpair). */
    public void pairWith(LocalDatagram other) {
        peer = other;
        other.peer = this;
    }

    @Override
    public LocalNames names() {
        return names;
    }

    @Override
    public Errno bind(Address at, Payer payer) {
        return names.bind(services(), at);
    }

    @Override
    public Errno connect(Address to, Socket target, Identity who, Payer payer) {
        payer.charge("socket.connect");
        Errno refusal = reach(target);
        if (refusal == Errno.OK) {
            peer = (LocalDatagram) target;
            news(payer);
        }
        return refusal;
    }

    @Override
    public Errno disconnect() {
        peer = null;
        return Errno.OK;
    }

    /** Whether messages may go to a socket. */
    private Errno reach(Socket target) {
        if (target == null || target.dead()) {
            return Errno.ECONNREFUSED;
        }
        if (!(target instanceof LocalDatagram other)) {
            return Errno.EPROTOTYPE;
        }
        return other.peer == null || other.peer == this || other.peer.dead()
                ? Errno.OK
                : Errno.EPERM;
    }

    @Override
    public long send(UserBuffer from, Envelope envelope, Payer payer) {
        payer.charge("socket.local.send");
        payer.dirty(objectLine());
        if (envelope.to() == null && peer == null) {
            return Errno.ENOTCONN.negative();
        }
        long length = from.remaining();
        if (length > options().sendBuffer() - 32L) {
            return Errno.EMSGSIZE.negative();
        }
        Socket target = envelope.to() == null ? peer : envelope.target();
        Errno refusal = reach(target);
        if (refusal != Errno.OK) {
            peer = target == peer && target != null && target.dead() ? null : peer;
            return refusal.negative();
        }
        LocalDatagram to = (LocalDatagram) target;
        if (writeShut() || to.readShut()) {
            return Errno.EPIPE.negative();
        }
        if (outstanding() >= options().sendBuffer() || isFull(to)) {
            return Errno.EAGAIN.negative();
        }
        int charge = (int) length + OVERHEAD;
        Parcel parcel = new Parcel(this, null, envelope, (int) length, charge);
        long result = deliver(to, from, envelope, parcel, payer);
        if (result >= 0) {
            sent(charge);
        }
        return result;
    }

    /** Whether too much waits there already; then it will tell when that is over. */
    private boolean isFull(LocalDatagram to) {
        boolean full = to.peer != this && to.received().messages() > LONGEST_QUEUE;
        if (full) {
            to.blocked.add(this);
            crowded.add(to);
        }
        return full;
    }

    @Override
    void tookOne(Payer payer) {
        while (!blocked.isEmpty()) {
            LocalDatagram sender = blocked.removeFirst();
            sender.crowded.remove(this);
            sender.room(payer);
        }
    }

    @Override
    public Errno shutdown(boolean reading, boolean writing, Payer payer) {
        shutDirections(reading, writing);
        news(payer);
        return Errno.OK;
    }

    @Override
    public Address name() {
        return names.name();
    }

    @Override
    public Address peerName() {
        return peer == null ? null : peer.name();
    }

    @Override
    public Identity peerIdentity() {
        return peer == null ? Identity.NOBODY : peer.maker();
    }

    @Override
    String receivePath() {
        return "socket.local.receive";
    }

    @Override
    boolean roomy() {
        boolean room = outstanding() * 4 <= options().sendBuffer();
        return room && (peer == null || peer.dead() || !isFull(peer));
    }

    @Override
    void shut(Payer payer) {
        names.forget(services());
        tookOne(payer);
        crowded.forEach(target -> target.blocked.remove(this));
        crowded.clear();
    }
}
