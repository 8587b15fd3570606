package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.network.Address;
import org.rustos.kernel.network.Domain;
import org.rustos.kernel.network.InternetAddress;
import org.rustos.kernel.network.LocalAddress;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.network.SocketNode;
import org.rustos.kernel.network.SocketType;
import org.rustos.kernel.op.Errno;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Socket addresses as Linux lays them out: struct sockaddr_un, _in and _in6. */
final class SocketAddresses {
    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final int LONGEST = 128;
    private static final int LONGEST_LOCAL = 110;
    private static final int LENGTH_4 = 16;
    private static final int LENGTH_6 = 28;
    private static final int LEAST_6 = 24;

    private SocketAddresses() {}

    static int family(Domain domain) {
        return switch (domain) {
            case LOCAL -> AF_UNIX;
            case INTERNET_4 -> AF_INET;
            case INTERNET_6 -> AF_INET6;
        };
    }

    /** What an address argument says for a socket; null if it says AF_UNSPEC: no address. */
    static Answer<Address> read(Request r, Socket socket, long at, long length) {
        if (length < 0 || length > LONGEST) {
            return Answer.refused(Errno.EINVAL);
        }
        Struct raw = r.get(at, (int) length);
        if (raw == null) {
            return Answer.refused(Errno.EFAULT);
        }
        if (length < 2) {
            return Answer.refused(Errno.EINVAL);
        }
        int family = raw.u16(0);
        if (family == AF_UNSPEC) {
            return Answer.of(null);
        }
        return socket.domain() == Domain.LOCAL
                ? local(raw.bytes(), family)
                : internet(raw.bytes(), family, socket);
    }

    private static Answer<Address> local(byte[] raw, int family) {
        if (family != AF_UNIX || raw.length > LONGEST_LOCAL) {
            return Answer.refused(Errno.EINVAL);
        }
        String text = new String(raw, 2, raw.length - 2, StandardCharsets.ISO_8859_1);
        boolean path = !text.isEmpty() && text.charAt(0) != 0;
        int end = path ? text.indexOf(0) : -1;
        return Answer.of(new LocalAddress(end < 0 ? text : text.substring(0, end)));
    }

    private static Answer<Address> internet(byte[] raw, int family, Socket socket) {
        // A version 6 datagram socket may be told a version 4 address; nobody else may mix them.
        boolean six = socket.domain() == Domain.INTERNET_6;
        boolean mixed = six && family == AF_INET && socket.type() == SocketType.DATAGRAM;
        if (raw.length < (six && !mixed ? LEAST_6 : LENGTH_4)) {
            return Answer.refused(Errno.EINVAL);
        }
        if (!mixed && family != (six ? AF_INET6 : AF_INET)) {
            return Answer.refused(Errno.EAFNOSUPPORT);
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw);
        int port = bytes.getShort(2) & 0xffff;
        return Answer.of(
                six && !mixed
                        ? new InternetAddress(true, bytes.getLong(8), bytes.getLong(16), port)
                        : new InternetAddress(false, 0, bytes.getInt(4) & 0xffff_ffffL, port));
    }

    /** The layout of an address. */
    static byte[] bytes(Address address) {
        return switch (address) {
            case LocalAddress local -> {
                byte[] name = local.name().getBytes(StandardCharsets.ISO_8859_1);
                boolean path = !local.unnamed() && !local.isAbstract();
                Struct s = new Struct(2 + name.length + (path ? 1 : 0)).u16(0, AF_UNIX);
                System.arraycopy(name, 0, s.bytes(), 2, name.length);
                yield s.bytes();
            }
            case InternetAddress internet -> {
                Struct s = new Struct(internet.six() ? LENGTH_6 : LENGTH_4);
                s.u16(0, internet.six() ? AF_INET6 : AF_INET);
                ByteBuffer bytes = ByteBuffer.wrap(s.bytes());
                bytes.putShort(2, (short) internet.port());
                if (internet.six()) {
                    bytes.putLong(8, internet.high()).putLong(16, internet.low());
                } else {
                    bytes.putInt(4, (int) internet.low());
                }
                yield s.bytes();
            }
        };
    }

    /** Tells an address: as much as there is room, and how long it is. */
    static long tell(Request r, byte[] address, long at, long lengthAt) {
        Struct room = r.get(lengthAt, 4);
        if (room == null) {
            return Errno.EFAULT.negative();
        }
        if (room.s32(0) < 0) {
            return Errno.EINVAL.negative();
        }
        int part = Math.min(room.s32(0), address.length);
        long error = part == 0 ? 0 : r.put(at, Arrays.copyOf(address, part));
        return error == 0 ? r.put(lengthAt, new Struct(4).u32(0, address.length)) : error;
    }

    /** Whom a local address names; ECONNREFUSED if nobody is there. */
    static Answer<Socket> target(Request r, LocalAddress address) {
        if (address.unnamed() || address.isAbstract()) {
            Socket named = r.kernel().network().named(address);
            return named == null ? Answer.refused(Errno.ECONNREFUSED) : Answer.of(named);
        }
        Answer<Inode> found =
                r.files()
                        .find(
                                r.process().workingDirectory(),
                                address.name(),
                                true,
                                r.process().credentials(),
                                r.caller());
        if (!found.ok()) {
            return Answer.refused(found.error());
        }
        if (!r.process().credentials().may(found.value(), 2)) {
            return Answer.refused(Errno.EACCES);
        }
        boolean there =
                found.value() instanceof SocketNode node
                        && node.socket() != null
                        && !node.socket().dead();
        return there
                ? Answer.of(((SocketNode) found.value()).socket())
                : Answer.refused(Errno.ECONNREFUSED);
    }
}
