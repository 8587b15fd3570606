package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.network.Address;
import org.rustos.kernel.network.Envelope;
import org.rustos.kernel.network.Identity;
import org.rustos.kernel.network.LocalAddress;
import org.rustos.kernel.network.Received;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.network.SocketType;
import org.rustos.kernel.op.Errno;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Calls that send and receive over sockets. */
final class MessageCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("sendto", 6, MessageCalls::sendTo),
                    new Call("recvfrom", 6, MessageCalls::receiveFrom),
                    new Call("sendmsg", 3, r -> sendMessage(r, r.argument(1), r.number(2))),
                    new Call("recvmsg", 3, r -> receiveMessage(r, r.argument(1), r.number(2))),
                    new Call("sendmmsg", 4, r -> several(r, MessageCalls::sendMessage)),
                    new Call("recvmmsg", 5, MessageCalls::receiveSeveral));

    private static final int MSG_OOB = 1;
    private static final int MSG_PEEK = 2;
    private static final int MSG_CTRUNC = 8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_EOR = 0x80;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_WAITFORONE = 0x10000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int SEVERAL_MOST = 1024;
    private static final int SEVERAL_SIZE = 64;
    private static final long LONGEST = 0x7fff_f000L;

    private MessageCalls() {}

    /** One message of sendmmsg or recvmmsg. */
    private interface One extends Serializable {
        long at(Request r, long header, int flags);
    }

    // ---- sending

    /** Sends bytes; a stream goes on until everything is sent, over waits too. */
    private static long send(
            Request r, Socket socket, UserRanges from, Envelope envelope, int flags) {
        if ((flags & MSG_OOB) != 0) {
            return Errno.EOPNOTSUPP.negative();
        }
        from.skip(r.progress());
        Envelope first = r.progress() == 0 ? envelope : Envelope.plain(envelope.sender());
        long done = socket.send(from, first, r.caller());
        while (done > 0 && socket.type() == SocketType.STREAM) {
            r.progress(r.progress() + done);
            done =
                    from.remaining() == 0
                            ? 0
                            : socket.send(from, Envelope.plain(envelope.sender()), r.caller());
        }
        if (done == Errno.EAGAIN.negative()) {
            boolean dontWait = (flags & MSG_DONTWAIT) != 0 || r.file(0).nonBlocking();
            long timeout = socket.options().sendTimeoutNanos();
            done = SocketCalls.await(r, socket.waiters(), dontWait, timeout);
            if (done == Request.PARKED) {
                return done;
            }
        }
        if (r.progress() > 0) {
            return r.progress();
        }
        boolean signal = socket.type() == SocketType.STREAM && (flags & MSG_NOSIGNAL) == 0;
        if (done == Errno.EPIPE.negative() && signal) {
            r.system().signals().post(r.state(), Signals.SIGPIPE, r.nowMc());
        }
        return done;
    }

    /** What write does on a socket. */
    static long write(Request r, Socket socket, UserRanges from) {
        return send(r, socket, from, Envelope.plain(SocketCalls.identity(r)), 0);
    }

    private static long sendTo(Request r) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        long length = Math.min(r.argument(2) & Long.MAX_VALUE, LONGEST);
        UserRanges from = r.range(r.argument(1), length);
        ControlMessages.Sent plain = new ControlMessages.Sent(SocketCalls.identity(r), List.of());
        return addressed(r, socket.value(), from, r.argument(4), r.number(5), plain, r.number(3));
    }

    private static long addressed(
            Request r,
            Socket socket,
            UserRanges from,
            long name,
            int nameLength,
            ControlMessages.Sent sent,
            int flags) {
        Address to = null;
        Socket target = null;
        if (name != 0 && nameLength != 0) {
            Answer<Address> address = SocketAddresses.read(r, socket, name, nameLength);
            if (!address.ok()) {
                return address.error().negative();
            }
            to = address.value();
            if (to instanceof LocalAddress local && socket.type() == SocketType.DATAGRAM) {
                Answer<Socket> named = SocketAddresses.target(r, local);
                if (!named.ok()) {
                    return named.error().negative();
                }
                target = named.value();
            }
        }
        return send(r, socket, from, new Envelope(to, target, sent.sender(), sent.rights()), flags);
    }

    private static long sendMessage(Request r, long at, int flags) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        MessageHeader header = MessageHeader.read(r, at);
        if (header == null) {
            return Errno.EFAULT.negative();
        }
        if (header.check() != Errno.OK) {
            return header.check().negative();
        }
        UserRanges from = header.ranges(r);
        if (from == null || header.nameLength() < 0) {
            return Errno.EINVAL.negative();
        }
        Answer<ControlMessages.Sent> sent = ControlMessages.read(r, header);
        if (!sent.ok()) {
            return sent.error().negative();
        }
        return addressed(
                r, socket.value(), from, header.name(), header.nameLength(), sent.value(), flags);
    }

    // ---- receiving

    /**
     * Receives bytes, waiting for some, or for all if asked.
     *
     * @return what was found; its result may be {@link Request#PARKED}
     */
    private static Received receive(Request r, Socket socket, UserRanges to, int flags) {
        if ((flags & (MSG_OOB | MSG_ERRQUEUE)) != 0) {
            Errno none = (flags & MSG_OOB) != 0 ? Errno.EINVAL : Errno.EAGAIN;
            return result(none.negative());
        }
        boolean peek = (flags & MSG_PEEK) != 0;
        boolean all = (flags & MSG_WAITALL) != 0 && !peek && socket.type() == SocketType.STREAM;
        to.skip(r.progress());
        Received got = socket.receive(to, peek, r.caller());
        while (all && got.result() > 0 && to.remaining() > 0 && got.rights().isEmpty()) {
            r.progress(r.progress() + got.result());
            got = socket.receive(to, false, r.caller());
        }
        long done = got.result();
        if (done == Errno.EAGAIN.negative()) {
            boolean dontWait = (flags & MSG_DONTWAIT) != 0 || r.file(0).nonBlocking();
            long timeout = socket.options().receiveTimeoutNanos();
            done = SocketCalls.await(r, socket.waiters(), dontWait, timeout);
            if (done == Request.PARKED) {
                return result(done);
            }
        }
        if (r.progress() == 0) {
            return done == got.result() ? got : result(done);
        }
        long total = r.progress() + Math.max(0, done);
        return new Received(total, total, got.from(), got.sender(), got.rights());
    }

    private static Received result(long value) {
        return new Received(value, value, null, Identity.NOBODY, List.of());
    }

    /** What read does on a socket. */
    static long read(Request r, Socket socket, UserRanges to) {
        Received got = receive(r, socket, to, 0);
        r.kernel().network().drop(got.rights(), r.caller());
        return got.result();
    }

    private static long told(Received got, int flags) {
        return (flags & MSG_TRUNC) != 0 ? got.whole() : got.result();
    }

    private static long receiveFrom(Request r) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        long length = Math.min(r.argument(2) & Long.MAX_VALUE, LONGEST);
        UserRanges to = r.range(r.argument(1), length);
        Received got = receive(r, socket.value(), to, r.number(3));
        r.kernel().network().drop(got.rights(), r.caller());
        if (got.result() < 0 || r.argument(4) == 0) {
            return got.result() < 0 ? got.result() : told(got, r.number(3));
        }
        long error = SocketAddresses.tell(r, from(got), r.argument(4), r.argument(5));
        return error == 0 ? told(got, r.number(3)) : error;
    }

    /** Who sent, in Linux's layout; nothing if it has no name or the socket tells none. */
    private static byte[] from(Received got) {
        boolean named =
                got.from() != null
                        && !(got.from() instanceof LocalAddress local && local.unnamed());
        return named ? SocketAddresses.bytes(got.from()) : new byte[0];
    }

    private static long receiveMessage(Request r, long at, int flags) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        MessageHeader header = MessageHeader.read(r, at);
        if (header == null) {
            return Errno.EFAULT.negative();
        }
        if (header.check() != Errno.OK) {
            return header.check().negative();
        }
        UserRanges to = header.ranges(r);
        if (to == null || header.nameLength() < 0) {
            return Errno.EINVAL.negative();
        }
        Received got = receive(r, socket.value(), to, flags);
        if (got.result() < 0) {
            return got.result();
        }
        boolean onExec = (flags & MSG_CMSG_CLOEXEC) != 0;
        boolean credentials = socket.value().options().passCredentials();
        ControlMessages.Told told = ControlMessages.tell(r, header, got, credentials, onExec);
        byte[] name = from(got);
        int part = Math.min(name.length, header.nameLength());
        if (header.name() != 0 && part > 0) {
            long error = r.put(header.name(), Arrays.copyOf(name, part));
            if (error != 0) {
                return error;
            }
        }
        int tells =
                (told.cut() ? MSG_CTRUNC : 0)
                        | (got.whole() > got.result() ? MSG_TRUNC : 0)
                        | (socket.value().type() == SocketType.SEQUENCED ? MSG_EOR : 0)
                        | (onExec ? MSG_CMSG_CLOEXEC : 0);
        long error = header.tell(r, name.length, told.length(), tells);
        return error == 0 ? told(got, flags) : error;
    }

    // ---- several at once

    /** Serves message after message; how many is kept over waits. */
    private static long several(Request r, One one) {
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        long count = Math.min(r.argument(2) & 0xffff_ffffL, SEVERAL_MOST);
        int done = r.memo() instanceof Integer number ? number : 0;
        int flags = r.number(3);
        while (done < count) {
            long at = r.argument(1) + (long) done * SEVERAL_SIZE;
            boolean more = done > 0 && (flags & MSG_WAITFORONE) != 0;
            long result = one.at(r, at, more ? flags | MSG_DONTWAIT : flags);
            if (result == Request.PARKED) {
                r.memo(done);
                return result;
            }
            if (result >= 0) {
                result = r.put(at + MessageHeader.SIZE, new Struct(4).u32(0, result));
            }
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done++;
            r.progress(0);
        }
        return done;
    }

    private static long receiveSeveral(Request r) {
        if (r.argument(4) != 0 && !(r.memo() instanceof Integer)) {
            long nanos = TimeCalls.timespec(r, r.argument(4));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
        }
        return several(r, MessageCalls::receiveMessage);
    }
}
