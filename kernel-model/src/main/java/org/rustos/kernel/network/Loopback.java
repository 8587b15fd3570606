package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The network of a machine that has none: only its own loopback addresses can be reached. */
public final class Loopback implements Network {
    /** As Linux's ip_local_port_range; they are given out in order, so that runs are alike. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int LAST_EPHEMERAL = 60_999;

    /** The ports of one protocol; the sockets of a port in the order in which they came. */
    private static final class Ports {
        private final SortedMap<Integer, List<InternetSocket>> sockets = new TreeMap<>();
        private int next = FIRST_EPHEMERAL;

        List<InternetSocket> at(int port) {
            return sockets.getOrDefault(port, List.of());
        }

        void add(int port, InternetSocket socket) {
            sockets.computeIfAbsent(port, p -> new ArrayList<>()).add(socket);
        }

        void remove(InternetSocket socket) {
            int port = socket.place().port();
            List<InternetSocket> there = sockets.get(port);
            if (there != null && there.remove(socket) && there.isEmpty()) {
                sockets.remove(port);
            }
        }

        /** The next port that nobody has, or 0. */
        int free() {
            for (int tried = FIRST_EPHEMERAL; tried <= LAST_EPHEMERAL; tried++) {
                int port = next;
                next = next == LAST_EPHEMERAL ? FIRST_EPHEMERAL : next + 1;
                if (!sockets.containsKey(port)) {
                    return port;
                }
            }
            return 0;
        }
    }

    private final Ports streams = new Ports();
    private final Ports datagrams = new Ports();

    private Ports of(InternetSocket socket) {
        return socket instanceof TcpSocket ? streams : datagrams;
    }

    @Override
    public Answer<InternetAddress> bind(InternetSocket socket, InternetAddress wanted) {
        if (!wanted.isAny() && !wanted.isLoopback()) {
            return Answer.refused(Errno.EADDRNOTAVAIL);
        }
        Ports ports = of(socket);
        int port = wanted.port();
        if (port == 0) {
            port = ports.free();
            if (port == 0) {
                return Answer.refused(Errno.EADDRINUSE);
            }
        } else {
            for (InternetSocket other : ports.at(port)) {
                if (conflict(socket, wanted, other)) {
                    return Answer.refused(Errno.EADDRINUSE);
                }
            }
        }
        ports.add(port, socket);
        return Answer.of(wanted.withPort(port));
    }

    private static boolean conflict(
            InternetSocket socket, InternetAddress wanted, InternetSocket other) {
        InternetAddress taken = other.place();
        boolean sixAlone =
                (socket.six() && socket.options().sixOnly() && !other.six())
                        || (other.six() && other.options().sixOnly() && !socket.six());
        boolean apart =
                sixAlone
                        || (!wanted.isAny() && !taken.isAny() && !wanted.sameHost(taken))
                        || (wanted.six() != taken.six() && !wanted.isAny() && !taken.isAny());
        if (apart) {
            return false;
        }
        boolean shared =
                socket.options().reuseAddress()
                        && other.options().reuseAddress()
                        && !other.listening();
        return !shared && !(socket.options().reusePort() && other.options().reusePort());
    }

    @Override
    public void share(InternetSocket socket) {
        of(socket).add(socket.place().port(), socket);
    }

    @Override
    public void release(InternetSocket socket) {
        of(socket).remove(socket);
    }

    @Override
    public Errno route(InternetAddress to) {
        return to.isLoopback() || to.isAny() ? Errno.OK : Errno.ENETUNREACH;
    }

    @Override
    public TcpSocket listener(InternetAddress to) {
        TcpSocket found = null;
        for (InternetSocket socket : streams.at(to.port())) {
            boolean better = found == null || found.place().isAny();
            if (socket.listening() && socket.takes(to) && better) {
                found = (TcpSocket) socket;
            }
        }
        return found;
    }

    @Override
    public UdpSocket receiver(InternetAddress from, InternetAddress to) {
        UdpSocket found = null;
        int best = -1;
        for (InternetSocket socket : datagrams.at(to.port())) {
            UdpSocket candidate = (UdpSocket) socket;
            int score = candidate.score(from, to);
            if (score > best) {
                best = score;
                found = candidate;
            }
        }
        return found;
    }
}
