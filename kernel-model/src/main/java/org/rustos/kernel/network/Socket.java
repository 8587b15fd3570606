package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.List;

/**
 * One end of communication. Nothing here waits: EAGAIN and EINPROGRESS mean that the queue of
 * {@link #waiters} tells when to try again.
 */
public abstract class Socket extends Inode {
    /** Further bits of {@link #ready}: the values of poll(2) that only sockets tell. */
    public static final int READ_NORMAL = 0x40;

    public static final int WRITE_NORMAL = 0x100;
    public static final int READ_CLOSED = 0x2000;

    private static final int SCRATCH = 4096;

    private final NetworkServices services;
    private final Domain domain;
    private final SocketType type;
    private final SocketOptions options;
    private final Identity maker;
    private final WaitQueue waiters = new WaitQueue();
    private final ReceiveQueue received;
    private Errno error = Errno.OK;
    private boolean readShut;
    private boolean writeShut;
    private boolean dead;
    private int openings;
    private long outstanding;
    private long news;

    Socket(
            NetworkServices services,
            Domain domain,
            SocketType type,
            SocketOptions options,
            Identity maker) {
        super(services.volume(), 0777);
        this.services = services;
        this.domain = domain;
        this.type = type;
        this.options = options;
        this.maker = maker;
        this.received = new ReceiveQueue(services.volume().frames());
    }

    /** Takes an address. */
    public abstract Errno bind(Address at, Payer payer);

    /** Becomes ready to be connected to. */
    public Errno listen(int backlog, Identity who) {
        return Errno.EOPNOTSUPP;
    }

    /** Takes the next connection; EAGAIN if there is none yet. */
    public Answer<Socket> accept(Payer payer) {
        return Answer.refused(Errno.EOPNOTSUPP);
    }

    /**
     * Connects, or gives a datagram socket its peer.
     *
     * @param target whom a local address names, if anybody
     * @return OK, EINPROGRESS (see {@link #connected}), EAGAIN (when {@code target} has room again)
     *     or a refusal
     */
    public abstract Errno connect(Address to, Socket target, Identity who, Payer payer);

    /** What became of a connection in progress; EINPROGRESS while it is open. */
    public Errno connected() {
        return Errno.OK;
    }

    /** Gives up the peer. */
    public Errno disconnect() {
        return Errno.EINVAL;
    }

    /** Sends; bytes taken or a negative errno. */
    public abstract long send(UserBuffer from, Envelope envelope, Payer payer);

    /**
     * Receives what arrived.
     *
     * @param peek whether it stays in the queue
     */
    public abstract Received receive(UserBuffer to, boolean peek, Payer payer);

    /** Ends one or both directions. */
    public abstract Errno shutdown(boolean reading, boolean writing, Payer payer);

    /** Its own address; never null. */
    public abstract Address name();

    /** Its peer's address, or null. */
    public abstract Address peerName();

    /** Whether it waits for connections. */
    public boolean listening() {
        return false;
    }

    /** Who the peer is, as far as a local socket knows it. */
    public Identity peerIdentity() {
        return Identity.NOBODY;
    }

    /** The last name is gone. */
    abstract void shut(Payer payer);

    public final Domain domain() {
        return domain;
    }

    public final SocketType type() {
        return type;
    }

    public final SocketOptions options() {
        return options;
    }

    /** Bytes that can be read at once (FIONREAD): those of the first message, or all. */
    public final long available() {
        if (type == SocketType.STREAM) {
            return received.bytes();
        }
        return received.isEmpty() ? 0 : received.first().length();
    }

    /** The error that waits to be told; it is told once. */
    public final Errno takeError() {
        Errno told = error;
        error = Errno.OK;
        return told;
    }

    final Errno error() {
        return error;
    }

    final void fail(Errno why) {
        error = why;
    }

    final NetworkServices services() {
        return services;
    }

    final Identity maker() {
        return maker;
    }

    final ReceiveQueue received() {
        return received;
    }

    final boolean readShut() {
        return readShut;
    }

    final boolean writeShut() {
        return writeShut;
    }

    final void shutDirections(boolean reading, boolean writing) {
        readShut |= reading;
        writeShut |= writing;
    }

    /** Whether its last name is gone. */
    public final boolean dead() {
        return dead;
    }

    /** What it sent and nobody took yet counts for so much. */
    final long outstanding() {
        return outstanding;
    }

    final void sent(int charge) {
        outstanding += charge;
    }

    final void taken(int charge) {
        outstanding -= charge;
    }

    /** Something came or changed: whoever waits looks again. */
    final void news(Payer payer) {
        news++;
        waiters.wakeAll(payer.nowMc());
    }

    /** Room was made: whoever waits to send looks again. */
    final void room(Payer payer) {
        waiters.wakeAll(payer.nowMc());
    }

    /** The files of a parcel for whoever reads it: its own, or further references to them. */
    final List<OpenFile> rights(Parcel parcel, boolean peek) {
        if (peek) {
            List<OpenFile> shared = new ArrayList<>(parcel.rights());
            shared.forEach(OpenFile::retain);
            return shared;
        }
        List<OpenFile> taken = parcel.takeRights();
        services.arrived(taken);
        return taken;
    }

    /** Takes bytes that go nowhere; how many the sender's memory had. */
    static long swallow(UserBuffer from) {
        byte[] scratch = new byte[SCRATCH];
        long done = 0;
        while (from.remaining() > 0) {
            int part = (int) Math.min(SCRATCH, from.remaining());
            int moved = from.get(scratch, 0, part);
            done += moved;
            if (moved < part) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
        }
        return done;
    }

    @Override
    public final FileKind kind() {
        return FileKind.SOCKET;
    }

    @Override
    public final long size() {
        return 0;
    }

    @Override
    public final WaitQueue waiters() {
        return waiters;
    }

    @Override
    public final long arrivals() {
        return news;
    }

    @Override
    public final long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        Received got = receive(to, false, payer);
        services.drop(got.rights(), payer);
        return got.result();
    }

    @Override
    public final long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return send(from, Envelope.plain(maker), payer);
    }

    @Override
    protected final void opened(OpenFile file) {
        super.opened(file);
        openings++;
    }

    @Override
    protected final void closed(OpenFile file, Payer payer) {
        if (--openings == 0) {
            end(payer);
        }
        super.closed(file, payer);
    }

    /** The end of its life: also of one that nobody ever accepted. */
    final void end(Payer payer) {
        dead = true;
        shut(payer);
        while (!received.isEmpty()) {
            Parcel parcel = received.first();
            List<OpenFile> rights = rights(parcel, false);
            received.take(0, true);
            if (parcel.source() != null && !parcel.source().dead) {
                parcel.source().room(payer);
            }
            services.drop(rights, payer);
        }
        received.release();
        waiters.wakeAll(payer.nowMc());
    }
}
