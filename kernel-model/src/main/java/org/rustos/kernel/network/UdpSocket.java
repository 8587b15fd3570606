package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

/** Messages over the internet protocol: what finds no room at the receiver is lost. */
public final class UdpSocket extends DatagramSocket implements InternetSocket {
    private static final int BUFFER = 212_992;
    private static final int LONGEST = 65_507;

    private InternetAddress place;
    private InternetAddress peer;
    private boolean bound;

    public UdpSocket(NetworkServices services, Domain domain, Identity maker) {
        super(services, domain, new SocketOptions(BUFFER, BUFFER), maker);
        place = InternetAddress.any(six(), 0);
    }

    @Override
    public boolean six() {
        return domain() == Domain.INTERNET_6;
    }

    @Override
    public InternetAddress place() {
        return place;
    }

    @Override
    public Address name() {
        return place.seenBy(six());
    }

    @Override
    public Address peerName() {
        return peer == null ? null : peer.seenBy(six());
    }

    /** How well it fits a message; below 0 if it does not take it. */
    int score(InternetAddress from, InternetAddress to) {
        if (!takes(to) || (peer != null && !peer.equals(from))) {
            return -1;
        }
        return (peer == null ? 0 : 2) + (place.isAny() ? 0 : 1);
    }

    @Override
    public Errno bind(Address at, Payer payer) {
        return bound ? Errno.EINVAL : take(((InternetAddress) at).plain());
    }

    private Errno take(InternetAddress wanted) {
        Answer<InternetAddress> given = services().network().bind(this, wanted);
        if (given.ok()) {
            place = given.value();
            bound = true;
        }
        return given.error();
    }

    private Errno takeAny() {
        return bound ? Errno.OK : take(InternetAddress.any(six(), 0));
    }

    @Override
    public Errno connect(Address to, Socket target, Identity who, Payer payer) {
        payer.charge("socket.connect");
        InternetAddress wanted = reachable((InternetAddress) to);
        Errno refusal = services().network().route(wanted);
        if (refusal == Errno.OK && wanted.isBroadcast() && !options().broadcast()) {
            refusal = Errno.EACCES;
        }
        if (refusal == Errno.OK) {
            refusal = takeAny();
        }
        if (refusal == Errno.OK) {
            peer = wanted;
            if (place.isAny()) {
                place = InternetAddress.loopback(wanted.six(), place.port());
            }
        }
        return refusal;
    }

    private static InternetAddress reachable(InternetAddress to) {
        InternetAddress plain = to.plain();
        return plain.isAny() ? InternetAddress.loopback(plain.six(), plain.port()) : plain;
    }

    @Override
    public Errno disconnect() {
        peer = null;
        return Errno.OK;
    }

    @Override
    public long send(UserBuffer from, Envelope envelope, Payer payer) {
        payer.charge("udp.send");
        payer.dirty(objectLine());
        Errno refusal = maySend(from.remaining(), envelope);
        if (refusal != Errno.OK) {
            return refusal.negative();
        }
        InternetAddress to =
                envelope.to() == null ? peer : reachable((InternetAddress) envelope.to());
        InternetAddress own =
                place.isAny() ? InternetAddress.loopback(to.six(), place.port()) : place;
        UdpSocket target = services().network().receiver(own, to);
        if (target == null || target.received().charge() > target.options().receiveBuffer()) {
            if (target == null && to.equals(peer)) {
                fail(Errno.ECONNREFUSED);
                news(payer);
            }
            return swallow(from);
        }
        int length = (int) from.remaining();
        Parcel parcel =
                new Parcel(null, own.seenBy(target.six()), envelope, length, length + OVERHEAD);
        return deliver(target, from, envelope, parcel, payer);
    }

    private Errno maySend(long length, Envelope envelope) {
        if (envelope.to() == null && peer == null) {
            return Errno.EDESTADDRREQ;
        }
        if (!envelope.rights().isEmpty()) {
            return Errno.EINVAL;
        }
        if (length > LONGEST) {
            return Errno.EMSGSIZE;
        }
        InternetAddress to =
                envelope.to() == null ? peer : reachable((InternetAddress) envelope.to());
        if (to.port() == 0) {
            return Errno.EINVAL;
        }
        if (to.isBroadcast() && !options().broadcast()) {
            return Errno.EACCES;
        }
        boolean impossible = six() && options().sixOnly() && !to.six();
        Errno refusal = impossible ? Errno.ENETUNREACH : services().network().route(to);
        if (refusal == Errno.OK) {
            refusal = takeAny();
        }
        if (refusal == Errno.OK) {
            refusal = takeError();
        }
        return refusal == Errno.OK && writeShut() ? Errno.EPIPE : refusal;
    }

    @Override
    public Errno shutdown(boolean reading, boolean writing, Payer payer) {
        if (peer == null) {
            return Errno.ENOTCONN;
        }
        shutDirections(reading, writing);
        news(payer);
        return Errno.OK;
    }

    @Override
    String receivePath() {
        return "udp.receive";
    }

    @Override
    void tookOne(Payer payer) {}

    @Override
    boolean roomy() {
        return true;
    }

    @Override
    void shut(Payer payer) {
        if (bound) {
            services().network().release(this);
        }
    }
}
