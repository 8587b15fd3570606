package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.network.Address;
import org.rustos.kernel.network.Domain;
import org.rustos.kernel.network.Identity;
import org.rustos.kernel.network.InternetAddress;
import org.rustos.kernel.network.LocalAddress;
import org.rustos.kernel.network.LocalConnection;
import org.rustos.kernel.network.LocalDatagram;
import org.rustos.kernel.network.NetworkServices;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.network.SocketNode;
import org.rustos.kernel.network.SocketType;
import org.rustos.kernel.network.TcpSocket;
import org.rustos.kernel.network.UdpSocket;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.List;

/** Calls that make, name and connect sockets. */
final class SocketCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("socket", 3, SocketCalls::make),
                    new Call("socketpair", 4, SocketCalls::pair),
                    new Call("bind", 3, SocketCalls::bind),
                    new Call("listen", 2, SocketCalls::listen),
                    new Call("accept", 3, r -> accept(r, 0)),
                    new Call("accept4", 4, r -> accept(r, r.number(3))),
                    new Call("connect", 3, SocketCalls::connect),
                    new Call("getsockname", 3, r -> name(r, false)),
                    new Call("getpeername", 3, r -> name(r, true)),
                    new Call("shutdown", 2, SocketCalls::shutdown));

    private static final int TYPE_MASK = 0xf;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_SEQPACKET = 5;
    private static final int LAST_TYPE = 10;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;
    private static final int NEW_FLAGS = OpenFlags.NON_BLOCKING | OpenFlags.CLOSE_ON_EXEC;

    private SocketCalls() {}

    /** Who a call comes from, as peers may learn it. */
    static Identity identity(Request r) {
        return new Identity(
                r.process().process().id(),
                r.process().credentials().user(),
                r.process().credentials().group());
    }

    /** The socket of a descriptor argument, or EBADF or ENOTSOCK. */
    static Answer<Socket> socket(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return Answer.refused(Errno.EBADF);
        }
        return file.inode() instanceof Socket socket
                ? Answer.of(socket)
                : Answer.refused(Errno.ENOTSOCK);
    }

    /**
     * Waits for a socket unless the caller does not want to.
     *
     * @param timeoutNanos 0 for ever
     */
    static long await(Request r, WaitQueue on, boolean dontWait, long timeoutNanos) {
        if (dontWait || r.timedOut()) {
            return Errno.EAGAIN.negative();
        }
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        if (timeoutNanos > 0) {
            r.deadline(TimeCalls.deadline(r, timeoutNanos));
            r.endWithHandler();
        }
        return r.park(on);
    }

    private static Answer<Socket> create(Request r) {
        int type = r.number(1) & TYPE_MASK;
        int protocol = r.number(2);
        if ((r.number(1) & ~(TYPE_MASK | NEW_FLAGS)) != 0) {
            return Answer.refused(Errno.EINVAL);
        }
        Errno known =
                switch (r.number(0)) {
                    case SocketAddresses.AF_UNIX,
                            SocketAddresses.AF_INET,
                            SocketAddresses.AF_INET6 ->
                            Errno.OK;
                    default -> Errno.EAFNOSUPPORT;
                };
        if (known != Errno.OK || type > LAST_TYPE) {
            return Answer.refused(known == Errno.OK ? Errno.EINVAL : known);
        }
        return r.number(0) == SocketAddresses.AF_UNIX
                ? local(r, type, protocol)
                : internet(r, type, protocol);
    }

    private static Answer<Socket> local(Request r, int type, int protocol) {
        if (protocol != 0 && protocol != SocketAddresses.AF_UNIX) {
            return Answer.refused(Errno.EPROTONOSUPPORT);
        }
        NetworkServices services = r.kernel().network();
        return switch (type) {
            case SOCK_STREAM ->
                    Answer.of(new LocalConnection(services, SocketType.STREAM, identity(r)));
            case SOCK_SEQPACKET ->
                    Answer.of(new LocalConnection(services, SocketType.SEQUENCED, identity(r)));
            case SOCK_DGRAM, SOCK_RAW -> Answer.of(new LocalDatagram(services, identity(r)));
            default -> Answer.refused(Errno.ESOCKTNOSUPPORT);
        };
    }

    private static Answer<Socket> internet(Request r, int type, int protocol) {
        Domain domain =
                r.number(0) == SocketAddresses.AF_INET ? Domain.INTERNET_4 : Domain.INTERNET_6;
        NetworkServices services = r.kernel().network();
        switch (type) {
            case SOCK_STREAM -> {
                return protocol == 0 || protocol == IPPROTO_TCP
                        ? Answer.of(new TcpSocket(services, domain, identity(r)))
                        : Answer.refused(Errno.EPROTONOSUPPORT);
            }
            case SOCK_DGRAM -> {
                return protocol == 0 || protocol == IPPROTO_UDP
                        ? Answer.of(new UdpSocket(services, domain, identity(r)))
                        : Answer.refused(Errno.EPROTONOSUPPORT);
            }
            case SOCK_RAW -> {
                // Packets of one's own making need a right that nobody has here.
                return Answer.refused(Errno.EPERM);
            }
            default -> {
                return Answer.refused(Errno.ESOCKTNOSUPPORT);
            }
        }
    }

    private static OpenFile open(Socket socket, int flags) {
        return new OpenFile(
                socket,
                OpenFlags.READ_WRITE | (flags & OpenFlags.NON_BLOCKING),
                "socket:[" + socket.number() + "]");
    }

    private static long install(Request r, OpenFile file, int flags) {
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        return r.install(file, onExec);
    }

    private static long make(Request r) {
        Answer<Socket> made = create(r);
        if (!made.ok()) {
            return made.error().negative();
        }
        r.charge("socket.create");
        return install(r, open(made.value(), r.number(1)), r.number(1));
    }

    private static long pair(Request r) {
        Answer<Socket> one = create(r);
        if (!one.ok()) {
            return one.error().negative();
        }
        if (one.value().domain() != Domain.LOCAL) {
            return Errno.EOPNOTSUPP.negative();
        }
        Socket other = create(r).value();
        if (one.value() instanceof LocalConnection first) {
            first.pairWith((LocalConnection) other);
        } else {
            ((LocalDatagram) one.value()).pairWith((LocalDatagram) other);
        }
        r.charge("socket.create");
        r.charge("socket.create");
        OpenFile secondFile = open(other, r.number(1));
        long first = install(r, open(one.value(), r.number(1)), r.number(1));
        if (first < 0) {
            secondFile.release(r.caller());
            return first;
        }
        long second = install(r, secondFile, r.number(1));
        long error =
                second < 0
                        ? second
                        : r.put(r.argument(3), new Struct(8).u32(0, first).u32(4, second));
        if (error < 0) {
            r.process().descriptors().close((int) first, r.caller());
            if (second >= 0) {
                r.process().descriptors().close((int) second, r.caller());
            }
        }
        return error;
    }

    private static long bind(Request r) {
        Answer<Socket> socket = socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        Answer<Address> address =
                SocketAddresses.read(r, socket.value(), r.argument(1), r.number(2));
        if (!address.ok()) {
            return address.error().negative();
        }
        r.charge("socket.bind");
        if (address.value() == null) {
            return Errno.EAFNOSUPPORT.negative();
        }
        boolean path =
                address.value() instanceof LocalAddress local
                        && !local.unnamed()
                        && !local.isAbstract();
        if (!path) {
            return socket.value().bind(address.value(), r.caller()).negative();
        }
        return bindPath(r, socket.value(), (LocalAddress) address.value());
    }

    private static long bindPath(Request r, Socket socket, LocalAddress address) {
        SocketNode node = new SocketNode(r.files().volume(), 0777 & ~r.process().umask(), socket);
        Errno made =
                r.files()
                        .make(
                                r.process().workingDirectory(),
                                address.name(),
                                node,
                                r.process().credentials(),
                                r.caller());
        if (made != Errno.OK) {
            return (made == Errno.EEXIST ? Errno.EADDRINUSE : made).negative();
        }
        Errno bound = socket.bind(address, r.caller());
        if (bound != Errno.OK) {
            // It has a name already; Linux finds out this late, too.
            r.files()
                    .unlink(
                            r.process().workingDirectory(),
                            address.name(),
                            r.process().credentials(),
                            r.caller());
        }
        return bound.negative();
    }

    private static long listen(Request r) {
        Answer<Socket> socket = socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        r.charge("socket.bind");
        return socket.value().listen(r.number(1), identity(r)).negative();
    }

    private static long accept(Request r, int flags) {
        if ((flags & ~NEW_FLAGS) != 0) {
            return Errno.EINVAL.negative();
        }
        Answer<Socket> socket = socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        if (r.process().descriptors().full()) {
            // Before anything is taken: who frees a descriptor may accept that connection yet.
            return Errno.EMFILE.negative();
        }
        Answer<Socket> accepted = socket.value().accept(r.caller());
        if (accepted.error() == Errno.EAGAIN) {
            return await(
                    r,
                    socket.value().waiters(),
                    r.file(0).nonBlocking(),
                    socket.value().options().receiveTimeoutNanos());
        }
        if (!accepted.ok()) {
            return accepted.error().negative();
        }
        r.charge("socket.create");
        OpenFile file = open(accepted.value(), flags);
        Address peer = accepted.value().peerName();
        if (r.argument(1) != 0) {
            // A peer that is gone already has no name any more.
            byte[] name = peer == null ? new byte[0] : SocketAddresses.bytes(peer);
            long error = SocketAddresses.tell(r, name, r.argument(1), r.argument(2));
            if (error != 0) {
                file.release(r.caller());
                return error;
            }
        }
        return install(r, file, flags);
    }

    private static long connect(Request r) {
        Answer<Socket> found = socket(r);
        if (!found.ok()) {
            return found.error().negative();
        }
        Socket socket = found.value();
        boolean dontWait = r.file(0).nonBlocking();
        if (r.progress() != 0) {
            return outcome(r, socket, socket.connected(), socket, dontWait);
        }
        Answer<Address> address = SocketAddresses.read(r, socket, r.argument(1), r.number(2));
        if (!address.ok()) {
            return address.error().negative();
        }
        if (address.value() == null) {
            return socket.disconnect().negative();
        }
        if (address.value() instanceof InternetAddress && socket.domain() == Domain.LOCAL) {
            return Errno.EINVAL.negative();
        }
        Socket target = null;
        if (address.value() instanceof LocalAddress local) {
            Answer<Socket> named = SocketAddresses.target(r, local);
            if (!named.ok()) {
                return named.error().negative();
            }
            target = named.value();
        }
        Errno result = socket.connect(address.value(), target, identity(r), r.caller());
        if (result == Errno.EINPROGRESS && !dontWait) {
            r.progress(1);
            result = socket.connected();
        }
        return outcome(r, socket, result, target, dontWait);
    }

    private static long outcome(
            Request r, Socket socket, Errno result, Socket target, boolean dontWait) {
        long timeout = socket.options().sendTimeoutNanos();
        return switch (result) {
            case EAGAIN -> await(r, target.waiters(), dontWait, timeout);
            case EALREADY -> dontWait ? result.negative() : again(r, socket, timeout);
            case EINPROGRESS -> dontWait ? result.negative() : again(r, socket, timeout);
            default -> result.negative();
        };
    }

    private static long again(Request r, Socket socket, long timeout) {
        r.progress(1);
        long result = await(r, socket.waiters(), false, timeout);
        return result == Errno.EAGAIN.negative() ? Errno.EINPROGRESS.negative() : result;
    }

    private static long name(Request r, boolean peer) {
        Answer<Socket> socket = socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        r.charge("socket.option");
        Address address = peer ? socket.value().peerName() : socket.value().name();
        return address == null
                ? Errno.ENOTCONN.negative()
                : SocketAddresses.tell(
                        r, SocketAddresses.bytes(address), r.argument(1), r.argument(2));
    }

    private static long shutdown(Request r) {
        Answer<Socket> socket = socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        int how = r.number(1);
        if (how < 0 || how > 2) {
            return Errno.EINVAL.negative();
        }
        r.charge("socket.shutdown");
        return socket.value().shutdown(how != 1, how != 0, r.caller()).negative();
    }
}
