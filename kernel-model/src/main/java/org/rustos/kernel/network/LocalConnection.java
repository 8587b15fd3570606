package org.rustos.kernel.network;

import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

/** A connected socket inside the machine: it carries open files and tells who sends. */
public final class LocalConnection extends ConnectionSocket implements LocalSocket {
    private final LocalNames names = new LocalNames(this);
    private Identity peerIdentity = Identity.NOBODY;
    private Identity listenIdentity = Identity.NOBODY;

    /**
     * Creates one end.
     *
     * @param type STREAM or SEQUENCED
     */
    public LocalConnection(NetworkServices services, SocketType type, Identity maker) {
        super(services, Domain.LOCAL, type, LocalNames.options(), maker);
    }

    /** Connects two fresh ends that their maker has both (socketpair). */
    public void pairWith(LocalConnection other) {
        join(other);
        peerIdentity = maker();
        other.peerIdentity = maker();
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
    public Errno listen(int backlog, Identity who) {
        if (state() != State.LISTENING && (names.name().unnamed() || state() != State.FRESH)) {
            return Errno.EINVAL;
        }
        listenIdentity = who;
        listens(backlog);
        return Errno.OK;
    }

    @Override
    public Errno connect(Address to, Socket target, Identity who, Payer payer) {
        if (state() != State.FRESH) {
            return state() == State.CONNECTED ? Errno.EISCONN : Errno.EINVAL;
        }
        payer.charge("socket.connect");
        if (target == null) {
            return Errno.ECONNREFUSED;
        }
        if (target.type() != type()) {
            return Errno.EPROTOTYPE;
        }
        LocalConnection listener = (LocalConnection) target;
        if (!listener.listening() || listener.readShut()) {
            return Errno.ECONNREFUSED;
        }
        if (listener.full()) {
            return Errno.EAGAIN;
        }
        LocalConnection twin = new LocalConnection(services(), type(), listener.maker());
        twin.options().inherit(listener.options());
        twin.names.shares(listener.names);
        twin.peerIdentity = who;
        peerIdentity = listener.listenIdentity;
        join(twin);
        listener.queue(twin, payer);
        return Errno.OK;
    }

    @Override
    void accepted(Payer payer) {
        room(payer);
    }

    @Override
    public Errno shutdown(boolean reading, boolean writing, Payer payer) {
        shutDirections(reading, writing);
        if (peer() != null) {
            peer().shutDirections(writing, reading);
            peer().news(payer);
        }
        news(payer);
        return Errno.OK;
    }

    @Override
    public Address name() {
        return names.name();
    }

    @Override
    public Address peerName() {
        return peer() == null ? null : peer().name();
    }

    @Override
    public Identity peerIdentity() {
        return peerIdentity;
    }

    @Override
    boolean keepsSendersApart() {
        return true;
    }

    @Override
    long capacity() {
        return options().sendBuffer();
    }

    @Override
    Errno maySend(Envelope envelope, Payer payer) {
        if (envelope.to() != null) {
            return state() == State.CONNECTED ? Errno.EISCONN : Errno.EOPNOTSUPP;
        }
        if (writeShut()) {
            return Errno.EPIPE;
        }
        return state() == State.CONNECTED ? Errno.OK : Errno.ENOTCONN;
    }

    @Override
    long toNobody(UserBuffer from, Payer payer) {
        return Errno.EPIPE.negative();
    }

    @Override
    Errno notConnected() {
        return type() == SocketType.STREAM ? Errno.EINVAL : Errno.ENOTCONN;
    }

    @Override
    String sendPath() {
        return "socket.local.send";
    }

    @Override
    String receivePath() {
        return "socket.local.receive";
    }

    @Override
    boolean endsQuietly() {
        return false;
    }

    @Override
    boolean roomy() {
        return outstanding() * 4 <= options().sendBuffer();
    }

    @Override
    void reset(Payer payer) {
        fail(Errno.ECONNRESET);
        shutDirections(true, true);
        news(payer);
    }

    @Override
    void shut(Payer payer) {
        names.forget(services());
        if (state() == State.LISTENING) {
            refuseBacklog(payer);
        } else if (peer() != null && !peer().dead()) {
            if (received().isEmpty()) {
                peer().shutDirections(true, true);
                peer().news(payer);
            } else {
                peer().reset(payer);
            }
        }
        // Whoever waits for room to connect learns that nobody listens any more.
        state(State.FRESH);
    }
}
