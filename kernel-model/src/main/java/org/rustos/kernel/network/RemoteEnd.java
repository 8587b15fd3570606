package org.rustos.kernel.network;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.KernelBytes;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.Arrays;

/**
 * Lets a {@link RemoteClient} take part: an end of each connection that has no descriptor and whose
 * work nobody pays. It goes on whenever the machine's end sends, takes or closes.
 */
public final class RemoteEnd implements WaitQueue.Waiter {
    private static final Identity OUTSIDE = new Identity(0, 0, 0);
    private static final int PART = 1 << 16;

    private final NetworkServices services;
    private final PhysicalMemory memory;
    private final RemoteClient client;
    private final byte[] part = new byte[PART];
    private TcpSocket socket;
    private byte[] unsent = {};
    private boolean busy;

    private RemoteEnd(NetworkServices services, RemoteClient client) {
        this.services = services;
        this.memory = services.volume().memory();
        this.client = client;
    }

    /** The client connects as soon as a socket of the machine listens at its port. */
    public static void attach(NetworkServices services, RemoteClient client) {
        RemoteEnd end = new RemoteEnd(services, client);
        services.whenListening(
                client.port(),
                () -> {
                    end.connect(Payer.NOBODY);
                    end.go(Payer.NOBODY);
                });
    }

    /** The next connection, if the client wants one. */
    private void connect(Payer payer) {
        byte[] first = client.connected();
        if (first == null) {
            socket = null;
            return;
        }
        unsent = first;
        socket = new TcpSocket(services, Domain.INTERNET_4, OUTSIDE);
        socket.connect(InternetAddress.loopback(false, client.port()), null, OUTSIDE, payer);
        socket.waiters().add(this);
    }

    @Override
    public void wake(long atMc) {
        if (socket == null) {
            return;
        }
        socket.waiters().add(this);
        // What the client does wakes the machine's end, never the client itself a second time.
        if (!busy) {
            go(Payer.free(atMc));
        }
    }

    /** Goes on as far as it can, through as many connections as that takes. */
    private void go(Payer payer) {
        busy = true;
        while (socket != null && converse(payer)) {
            TcpSocket old = socket;
            old.waiters().remove(this);
            old.end(payer);
            connect(payer);
        }
        busy = false;
    }

    /** Sends and receives what is possible now; whether the connection is at its end. */
    private boolean converse(Payer payer) {
        boolean more = true;
        while (more) {
            more = send(payer);
            KernelBytes room = new KernelBytes(memory, KernelBytes.Copying.FREE, part);
            long result = socket.receive(room, false, payer).result();
            if (result > 0) {
                unsent = join(unsent, client.received(Arrays.copyOf(part, (int) result)));
                more = true;
            } else if (result != Errno.EAGAIN.negative()) {
                return true;
            }
        }
        return unsent.length == 0 && client.closes();
    }

    /** Sends what it can; whether anything left. */
    private boolean send(Payer payer) {
        if (unsent.length == 0) {
            return false;
        }
        KernelBytes from = new KernelBytes(memory, KernelBytes.Copying.FREE, unsent);
        long sent = socket.send(from, Envelope.plain(OUTSIDE), payer);
        if (sent <= 0) {
            return false;
        }
        unsent = Arrays.copyOfRange(unsent, (int) sent, unsent.length);
        return true;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
