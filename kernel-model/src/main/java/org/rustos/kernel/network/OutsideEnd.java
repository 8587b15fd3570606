package org.rustos.kernel.network;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.KernelBytes;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A connection from outside of the machine whose other side has a will of its own: what it does
 * comes in by these methods, each at a time. What follows of them happens by itself, so that a run
 * is repeated by the same calls at the same times. Nobody pays for its work.
 */
public final class OutsideEnd implements WaitQueue.Waiter {
    /** Whoever is behind it; must not call back. */
    public interface Party {
        /** The machine sent bytes; each byte takes one of the credit. */
        void received(byte[] bytes);

        /** Bytes that waited here have found room in the machine. */
        void sent(int bytes);

        /** The machine sends no more, but may still read. */
        void finished();

        /** The connection is over. */
        void closed();
    }

    private static final Identity OUTSIDE = new Identity(0, 0, 0);
    private static final int PART = 1 << 16;

    private final PhysicalMemory memory;
    private final Party party;
    private final TcpSocket socket;
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private int sentOfFirst;
    private long credit;
    private boolean finishing;
    private boolean told;
    private boolean over;
    private boolean busy;

    private OutsideEnd(NetworkServices services, Party party, long credit) {
        this.memory = services.volume().memory();
        this.party = party;
        this.credit = credit;
        this.socket = new TcpSocket(services, Domain.INTERNET_4, OUTSIDE);
    }

    /** Whether somebody listens at a port and takes one more connection. */
    public static boolean awaited(NetworkServices services, int port) {
        TcpSocket listener = services.network().listener(InternetAddress.loopback(false, port));
        return listener != null && !listener.full();
    }

    /** Whether somebody listens at a port. */
    public static boolean listening(NetworkServices services, int port) {
        return services.network().listener(InternetAddress.loopback(false, port)) != null;
    }

    /**
     * Connects; somebody must listen there.
     *
     * @param credit bytes that the party takes before it gives more
     */
    public static OutsideEnd connect(
            NetworkServices services, int port, Party party, long credit, long atMc) {
        OutsideEnd end = new OutsideEnd(services, party, credit);
        Payer payer = Payer.free(atMc);
        end.socket.connect(InternetAddress.loopback(false, port), null, OUTSIDE, payer);
        end.socket.waiters().add(end);
        end.go(payer);
        return end;
    }

    /** The party sends bytes; they wait here for room in the machine. */
    public void send(byte[] bytes, long atMc) {
        if (!over && bytes.length > 0) {
            unsent.addLast(bytes);
            go(Payer.free(atMc));
        }
    }

    /** The party sends no more. */
    public void finish(long atMc) {
        finishing = true;
        go(Payer.free(atMc));
    }

    /** The party is gone, whatever was under way. */
    public void vanish(long atMc) {
        if (!over) {
            end(Payer.free(atMc));
        }
    }

    /** The party takes so many bytes more. */
    public void credit(long bytes, long atMc) {
        credit += bytes;
        go(Payer.free(atMc));
    }

    @Override
    public void wake(long atMc) {
        if (over) {
            return;
        }
        socket.waiters().add(this);
        // What it does itself wakes the machine's end and comes back: no second time.
        if (!busy) {
            go(Payer.free(atMc));
        }
    }

    /** Goes on as far as it can. */
    private void go(Payer payer) {
        if (over) {
            return;
        }
        busy = true;
        boolean more = true;
        while (more && !over) {
            boolean sent = send(payer);
            more = receive(payer) || sent;
        }
        if (!over && finishing && unsent.isEmpty()) {
            finishing = false;
            socket.shutdown(false, true, payer);
        }
        if (!over && told && (socket.writeShut() || machineIsGone())) {
            end(payer);
        }
        busy = false;
    }

    private boolean machineIsGone() {
        return socket.peer() == null || socket.peer().dead();
    }

    private boolean send(Payer payer) {
        byte[] first = unsent.peekFirst();
        if (first == null) {
            return false;
        }
        byte[] rest = Arrays.copyOfRange(first, sentOfFirst, first.length);
        KernelBytes from = new KernelBytes(memory, KernelBytes.Copying.FREE, rest);
        long sent = socket.send(from, Envelope.plain(OUTSIDE), payer);
        if (sent == Errno.EAGAIN.negative() || sent == Errno.ENOBUFS.negative()) {
            return false;
        }
        if (sent <= 0) {
            end(payer);
            return false;
        }
        sentOfFirst += (int) sent;
        if (sentOfFirst == first.length) {
            unsent.removeFirst();
            sentOfFirst = 0;
        }
        party.sent((int) sent);
        return true;
    }

    private boolean receive(Payer payer) {
        if (told || over || credit <= 0) {
            return false;
        }
        byte[] part = new byte[(int) Math.min(PART, credit)];
        KernelBytes room = new KernelBytes(memory, KernelBytes.Copying.FREE, part);
        long got = socket.receive(room, false, payer).result();
        if (got > 0) {
            credit -= got;
            party.received(Arrays.copyOf(part, (int) got));
            return true;
        }
        if (got == 0) {
            told = true;
            party.finished();
        } else if (got != Errno.EAGAIN.negative()) {
            end(payer);
        }
        return false;
    }

    private void end(Payer payer) {
        over = true;
        unsent.clear();
        socket.waiters().remove(this);
        socket.end(payer);
        party.closed();
    }
}
