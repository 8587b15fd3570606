package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.network.Domain;
import org.rustos.kernel.network.Identity;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.network.SocketOptions;
import org.rustos.kernel.network.SocketType;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls that set and tell the options of sockets: a table of what there is. */
final class SocketOptionCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("setsockopt", 5, SocketOptionCalls::set),
                    new Call("getsockopt", 5, SocketOptionCalls::get));

    private static final int SOL_SOCKET = 1;
    private static final int SOL_IP = 0;
    private static final int SOL_TCP = 6;
    private static final int SOL_UDP = 17;
    private static final int SOL_IPV6 = 41;
    private static final int LONGEST = 256;
    private static final long MICROS = 1_000_000;

    private SocketOptionCalls() {}

    /** What an option says now, in Linux's layout. */
    private interface Tell {
        byte[] of(Socket socket);
    }

    /** Sets an option from what the guest gave. */
    private interface Change {
        Errno to(Socket socket, Struct value);
    }

    /**
     * One option.
     *
     * @param size bytes that setting it takes at least
     * @param change null if it can only be told
     */
    private record Option(int size, Tell tell, Change change) {}

    private static final Map<Long, Option> OPTIONS = new HashMap<>();

    static {
        flag(2, SocketOptions::reuseAddress, SocketOptions::reuseAddress);
        tells(3, SocketOptionCalls::type);
        tells(4, s -> s.takeError().number());
        flag(6, SocketOptions::broadcast, SocketOptions::broadcast);
        buffer(7, SocketOptions::sendBuffer, SocketOptions::sendBuffer);
        buffer(8, SocketOptions::receiveBuffer, SocketOptions::receiveBuffer);
        buffer(32, SocketOptions::sendBuffer, SocketOptions::sendBuffer);
        buffer(33, SocketOptions::receiveBuffer, SocketOptions::receiveBuffer);
        row(SOL_SOCKET, 13, 8, kept(key(SOL_SOCKET, 13), new byte[8]), SocketOptionCalls::linger);
        flag(15, SocketOptions::reusePort, SocketOptions::reusePort);
        flag(16, SocketOptions::passCredentials, SocketOptions::passCredentials);
        row(SOL_SOCKET, 17, 0, SocketOptionCalls::peer, null);
        tells(19, s -> 1);
        timeout(20, SocketOptions::receiveTimeoutNanos, SocketOptions::receiveTimeoutNanos);
        timeout(21, SocketOptions::sendTimeoutNanos, SocketOptions::sendTimeoutNanos);
        tells(30, s -> s.listening() ? 1 : 0);
        tells(38, SocketOptionCalls::protocol);
        tells(39, s -> SocketAddresses.family(s.domain()));
        // Debug, no route, keep-alive, urgent in line, priority, low water, mark, busy poll.
        keeps(SOL_SOCKET, 0, 1, 5, 9, 10, 12, 36, 46);
        keeps(SOL_SOCKET, 1, 18);
        // No delay, cork, quick acknowledgement, SYN count, linger, defer, fast open and timers.
        keeps(SOL_TCP, 0, 1, 3, 8, 9, 10, 18, 23, 24, 25);
        keeps(SOL_TCP, 1, 12);
        keeps(SOL_TCP, 536, 2);
        keeps(SOL_TCP, 7200, 4);
        keeps(SOL_TCP, 75, 5);
        keeps(SOL_TCP, 9, 6);
        keeps(SOL_TCP, 6, 7);
        row(SOL_TCP, 13, 1, kept(key(SOL_TCP, 13), name("cubic")), null);
        keeps(SOL_IP, 0, 1, 11, 15, 24);
        keeps(SOL_IP, 64, 2);
        keeps(SOL_IP, 1, 10, 33, 34);
        keeps(SOL_IPV6, 0, 25, 66, 67);
        keeps(SOL_IPV6, 64, 16);
        keeps(SOL_IPV6, 1, 18, 19, 23);
        row(
                SOL_IPV6,
                26,
                4,
                s -> number(s.options().sixOnly() ? 1 : 0),
                (s, v) -> {
                    s.options().sixOnly(v.s32(0) != 0);
                    return Errno.OK;
                });
    }

    private static long key(int level, int name) {
        return (long) level << 32 | name;
    }

    private static void row(int level, int name, int size, Tell tell, Change change) {
        OPTIONS.put(key(level, name), new Option(size, tell, change));
    }

    private interface Count {
        int of(Socket socket);
    }

    private static void tells(int name, Count count) {
        row(SOL_SOCKET, name, 0, s -> number(count.of(s)), null);
    }

    private interface Flag {
        boolean of(SocketOptions options);
    }

    private interface SetFlag {
        void to(SocketOptions options, boolean on);
    }

    private static void flag(int name, Flag flag, SetFlag set) {
        row(
                SOL_SOCKET,
                name,
                4,
                s -> number(flag.of(s.options()) ? 1 : 0),
                (s, v) -> {
                    set.to(s.options(), v.s32(0) != 0);
                    return Errno.OK;
                });
    }

    private interface Size {
        int of(SocketOptions options);
    }

    private interface SetSize {
        void to(SocketOptions options, int bytes);
    }

    private static void buffer(int name, Size size, SetSize set) {
        row(
                SOL_SOCKET,
                name,
                4,
                s -> number(size.of(s.options())),
                (s, v) -> {
                    set.to(s.options(), v.s32(0));
                    return Errno.OK;
                });
    }

    private interface Nanos {
        long of(SocketOptions options);
    }

    private interface SetNanos {
        void to(SocketOptions options, long nanos);
    }

    private static void timeout(int name, Nanos nanos, SetNanos set) {
        row(
                SOL_SOCKET,
                name,
                16,
                s -> {
                    long value = nanos.of(s.options());
                    return new Struct(16)
                            .u64(0, value / TimeCalls.NANOS)
                            .u64(8, value % TimeCalls.NANOS / 1000)
                            .bytes();
                },
                (s, v) -> {
                    long micros = v.u64(8);
                    if (micros < 0 || micros >= MICROS) {
                        return Errno.EDOM;
                    }
                    long seconds = Math.min(Math.max(0, v.u64(0)), 1L << 32);
                    set.to(s.options(), seconds * TimeCalls.NANOS + micros * 1000);
                    return Errno.OK;
                });
    }

    /** Options that are kept and told, and change nothing. */
    private static void keeps(int level, int initial, int... names) {
        for (int name : names) {
            long key = key(level, name);
            row(
                    level,
                    name,
                    4,
                    kept(key, number(initial)),
                    (s, v) -> {
                        s.options().keep(key, Arrays.copyOf(v.bytes(), 4));
                        return Errno.OK;
                    });
        }
    }

    private static Tell kept(long key, byte[] initial) {
        return s -> s.options().kept(key) == null ? initial : s.options().kept(key);
    }

    private static byte[] number(int value) {
        return new Struct(4).u32(0, value).bytes();
    }

    private static byte[] name(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 16);
    }

    private static int type(Socket socket) {
        return switch (socket.type()) {
            case STREAM -> 1;
            case DATAGRAM -> 2;
            case SEQUENCED -> 5;
        };
    }

    private static int protocol(Socket socket) {
        if (socket.domain() == Domain.LOCAL) {
            return 0;
        }
        return socket.type() == SocketType.STREAM ? SOL_TCP : SOL_UDP;
    }

    private static Errno linger(Socket socket, Struct value) {
        socket.options().keep(key(SOL_SOCKET, 13), Arrays.copyOf(value.bytes(), 8));
        socket.options().abort(value.s32(0) != 0 && value.s32(4) == 0);
        return Errno.OK;
    }

    private static byte[] peer(Socket socket) {
        Identity peer = socket.peerIdentity();
        return new Struct(12)
                .u32(0, peer.process())
                .u32(4, peer.user())
                .u32(8, peer.group())
                .bytes();
    }

    private static Answer<Option> option(Request r, Socket socket) {
        int level = r.number(1);
        boolean local = socket.domain() == Domain.LOCAL;
        if (local && level != SOL_SOCKET) {
            return Answer.refused(Errno.EOPNOTSUPP);
        }
        boolean tcp = !local && socket.type() == SocketType.STREAM;
        boolean wrong =
                (level == SOL_TCP && !tcp)
                        || (level == SOL_IPV6 && socket.domain() != Domain.INTERNET_6);
        Option option = wrong ? null : OPTIONS.get(key(level, r.number(2)));
        return option == null ? Answer.refused(Errno.ENOPROTOOPT) : Answer.of(option);
    }

    private static long set(Request r) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        r.charge("socket.option");
        int length = r.number(4);
        if (length < 0) {
            return Errno.EINVAL.negative();
        }
        Answer<Option> found = option(r, socket.value());
        if (!found.ok()) {
            return found.error().negative();
        }
        Option option = found.value();
        if (option.change() == null) {
            return Errno.ENOPROTOOPT.negative();
        }
        if (length < option.size()) {
            return Errno.EINVAL.negative();
        }
        Struct value = r.get(r.argument(3), Math.min(length, LONGEST));
        return value == null
                ? Errno.EFAULT.negative()
                : option.change().to(socket.value(), value).negative();
    }

    private static long get(Request r) {
        Answer<Socket> socket = SocketCalls.socket(r);
        if (!socket.ok()) {
            return socket.error().negative();
        }
        r.charge("socket.option");
        Struct room = r.get(r.argument(4), 4);
        if (room == null) {
            return Errno.EFAULT.negative();
        }
        if (room.s32(0) < 0) {
            return Errno.EINVAL.negative();
        }
        Answer<Option> found = option(r, socket.value());
        if (!found.ok()) {
            return found.error().negative();
        }
        byte[] value = found.value().tell().of(socket.value());
        int part = Math.min(room.s32(0), value.length);
        long error = part == 0 ? 0 : r.put(r.argument(3), Arrays.copyOf(value, part));
        return error == 0 ? r.put(r.argument(4), new Struct(4).u32(0, part)) : error;
    }
}
