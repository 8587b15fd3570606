package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A stream over the internet protocol as its users see it: a connection is made, ends by halves or
 * is reset. Segments, acknowledgements and their timers are only a price.
 */
public final class TcpSocket extends ConnectionSocket implements InternetSocket {
    /** As Linux's tcp_wmem and tcp_rmem at the start; what Linux tunes later stays as it is. */
    private static final int SEND_BUFFER = 16_384;

    private static final int RECEIVE_BUFFER = 131_072;

    private final Deque<TcpSocket> hopeful = new ArrayDeque<>();
    private InternetAddress place;
    private InternetAddress peerPlace;
    private TcpSocket listener;
    private boolean bound;
    private boolean told;
    private boolean finished;

    public TcpSocket(NetworkServices services, Domain domain, Identity maker) {
        super(
                services,
                domain,
                SocketType.STREAM,
                new SocketOptions(SEND_BUFFER, RECEIVE_BUFFER),
                maker);
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
        boolean connected = state() == State.CONNECTED && !(readShut() && writeShut());
        return connected ? peerPlace.seenBy(six()) : null;
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

    @Override
    public Errno listen(int backlog, Identity who) {
        if (state() != State.FRESH && state() != State.LISTENING) {
            return Errno.EINVAL;
        }
        Errno refusal = bound ? Errno.OK : take(InternetAddress.any(six(), 0));
        if (refusal == Errno.OK && state() == State.FRESH) {
            refusal = mayListen();
        }
        if (refusal == Errno.OK) {
            listens(backlog);
            services().listening(place.port());
        }
        return refusal;
    }

    /** Two who share an address by SO_REUSEADDR cannot both listen there. */
    private Errno mayListen() {
        TcpSocket other = services().network().listener(place);
        boolean same = other != null && other.place().equals(place);
        boolean shared = same && options().reusePort() && other.options().reusePort();
        return same && !shared ? Errno.EADDRINUSE : Errno.OK;
    }

    @Override
    public Errno connect(Address to, Socket target, Identity who, Payer payer) {
        switch (state()) {
            case CONNECTED -> {
                boolean first = !told;
                told = true;
                return first ? Errno.OK : Errno.EISCONN;
            }
            case CONNECTING -> {
                return Errno.EALREADY;
            }
            case LISTENING -> {
                return Errno.EISCONN;
            }
            case FRESH -> {
                Errno failed = takeError();
                return failed == Errno.OK ? begin(((InternetAddress) to).plain(), payer) : failed;
            }
        }
        throw new AssertionError(state());
    }

    private Errno begin(InternetAddress wanted, Payer payer) {
        boolean impossible = six() && options().sixOnly() && !wanted.six();
        Errno refusal = impossible ? Errno.ENETUNREACH : services().network().route(wanted);
        if (refusal != Errno.OK) {
            return refusal;
        }
        InternetAddress to =
                wanted.isAny() ? InternetAddress.loopback(wanted.six(), wanted.port()) : wanted;
        if (!bound) {
            refusal = take(InternetAddress.loopback(to.six(), 0));
            if (refusal != Errno.OK) {
                return refusal;
            }
        } else if (place.isAny()) {
            place = InternetAddress.loopback(to.six(), place.port());
        }
        payer.charge("tcp.connect");
        peerPlace = to;
        TcpSocket found = services().network().listener(to);
        if (found == null) {
            fail(Errno.ECONNREFUSED);
            news(payer);
        } else if (found.full()) {
            state(State.CONNECTING);
            listener = found;
            found.hopeful.addLast(this);
        } else {
            establish(found, payer);
        }
        return Errno.EINPROGRESS;
    }

    private void establish(TcpSocket with, Payer payer) {
        TcpSocket twin = new TcpSocket(services(), with.domain(), with.maker());
        twin.options().inherit(with.options());
        twin.place = peerPlace;
        twin.peerPlace = place;
        twin.bound = true;
        twin.told = true;
        services().network().share(twin);
        listener = null;
        join(twin);
        with.queue(twin, payer);
        news(payer);
    }

    @Override
    public Errno connected() {
        return switch (state()) {
            case CONNECTED -> {
                told = true;
                yield Errno.OK;
            }
            case CONNECTING -> Errno.EINPROGRESS;
            default -> {
                Errno failed = takeError();
                yield failed == Errno.OK ? Errno.ECONNABORTED : failed;
            }
        };
    }

    @Override
    void accepted(Payer payer) {
        TcpSocket next = full() ? null : hopeful.pollFirst();
        if (next != null) {
            next.establish(this, payer);
        }
    }

    @Override
    public Errno shutdown(boolean reading, boolean writing, Payer payer) {
        if (state() == State.LISTENING && reading) {
            stopListening(payer);
            news(payer);
            return Errno.OK;
        }
        if (state() != State.CONNECTED || peerName() == null) {
            return Errno.ENOTCONN;
        }
        boolean finishes = writing && !writeShut();
        shutDirections(reading, writing);
        if (finishes && !peer().dead()) {
            ((TcpSocket) peer()).finish(payer);
        }
        news(payer);
        return Errno.OK;
    }

    /** The other end sends no more. */
    private void finish(Payer payer) {
        finished = true;
        shutDirections(true, false);
        news(payer);
    }

    @Override
    void reset(Payer payer) {
        fail(finished ? Errno.EPIPE : Errno.ECONNRESET);
        shutDirections(true, true);
        news(payer);
    }

    @Override
    boolean keepsSendersApart() {
        return false;
    }

    @Override
    long capacity() {
        return options().sendBuffer() + (long) peer().options().receiveBuffer();
    }

    @Override
    Errno maySend(Envelope envelope, Payer payer) {
        if (!envelope.rights().isEmpty()) {
            return Errno.EINVAL;
        }
        if (state() == State.CONNECTING) {
            return Errno.EAGAIN;
        }
        Errno failed = takeError();
        if (failed != Errno.OK) {
            return failed;
        }
        return writeShut() || state() != State.CONNECTED ? Errno.EPIPE : Errno.OK;
    }

    /** The bytes leave, but only a reset comes back. */
    @Override
    long toNobody(UserBuffer from, Payer payer) {
        long done = swallow(from);
        reset(payer);
        return done;
    }

    @Override
    Errno notConnected() {
        return Errno.ENOTCONN;
    }

    @Override
    String sendPath() {
        return "tcp.send";
    }

    @Override
    String receivePath() {
        return "tcp.receive";
    }

    @Override
    boolean endsQuietly() {
        return finished;
    }

    @Override
    boolean roomy() {
        return state() != State.CONNECTED
                || peer().dead()
                || capacity() - outstanding() >= outstanding() / 2;
    }

    private void stopListening(Payer payer) {
        state(State.FRESH);
        refuseBacklog(payer);
        while (!hopeful.isEmpty()) {
            TcpSocket unlucky = hopeful.pollFirst();
            unlucky.state(State.FRESH);
            unlucky.fail(Errno.ECONNREFUSED);
            unlucky.news(payer);
        }
    }

    @Override
    void shut(Payer payer) {
        switch (state()) {
            case LISTENING -> stopListening(payer);
            case CONNECTING -> listener.hopeful.remove(this);
            case CONNECTED -> {
                TcpSocket other = (TcpSocket) peer();
                if (other.dead()) {
                    break;
                }
                if (!received().isEmpty() || options().abort()) {
                    other.reset(payer);
                } else if (!writeShut()) {
                    other.finish(payer);
                }
            }
            case FRESH -> {}
        }
        if (bound) {
            services().network().release(this);
        }
    }
}
