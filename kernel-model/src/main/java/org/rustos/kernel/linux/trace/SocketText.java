package org.rustos.kernel.linux.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** Prints what only socket calls have: addresses, options, messages with what goes beside them. */
final class SocketText {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int LONGEST = 128;
    private static final int HEADER = 16;
    private static final int SOL_SOCKET = 1;
    private static final int MOST_CONTROL = 4096;

    private final ArgumentText text;
    private final CallFormats formats;

    SocketText(ArgumentText text, CallFormats formats) {
        this.text = text;
        this.formats = formats;
    }

    /** struct sockaddr and its kinds. */
    String address(long at, long length) {
        if (length < 2 || length > LONGEST) {
            return ArgumentText.pointer(at);
        }
        byte[] raw = text.bytes(at, (int) length);
        ByteBuffer s = ByteBuffer.wrap(raw);
        int family = raw[0] & 0xff | raw[1] << 8;
        String name = "{sa_family=" + formats.name("family", family);
        int port = length < 4 ? 0 : s.getShort(2) & 0xffff;
        if (family == AF_UNIX) {
            return name + path(raw) + "}";
        }
        if (family == AF_INET && length >= 8) {
            return name
                    + ", sin_port=htons(%d), sin_addr=inet_addr(\"%d.%d.%d.%d\")}"
                            .formatted(
                                    port,
                                    raw[4] & 0xff,
                                    raw[5] & 0xff,
                                    raw[6] & 0xff,
                                    raw[7] & 0xff);
        }
        return family == AF_INET6 && length >= 24
                ? name + ", sin6_port=htons(" + port + "), ...}"
                : name + ", ...}";
    }

    private static String path(byte[] raw) {
        if (raw.length <= 2) {
            return "";
        }
        boolean isAbstract = raw[2] == 0;
        int end = isAbstract ? raw.length : 2;
        while (end < raw.length && raw[end] != 0) {
            end++;
        }
        byte[] name = Arrays.copyOfRange(raw, isAbstract ? 3 : 2, Math.max(end, 3));
        return ", sun_path=" + (isAbstract ? "@" : "") + Quoted.path(name);
    }

    /** An option's value: a number, or bytes. */
    String option(long at, long length) {
        if (length == 4) {
            return "[" + text.struct(at, 4).getInt(0) + "]";
        }
        return Quoted.data(text.bytes(at, (int) Math.min(length, LONGEST)));
    }

    /** struct msghdr. */
    String message(long at) {
        ByteBuffer s = text.struct(at, 56);
        long name = s.getLong(0);
        long control = s.getLong(32);
        int nameLength = s.getInt(8);
        return "{msg_name="
                + (name == 0 ? "NULL" : address(name, nameLength))
                + ", msg_namelen="
                + nameLength
                + ", msg_iov="
                + text.vectors(s.getLong(16), (int) Math.min(s.getLong(24), 1024))
                + ", msg_iovlen="
                + s.getLong(24)
                + (control == 0 ? "" : ", msg_control=" + control(control, s.getLong(40)))
                + ", msg_controllen="
                + s.getLong(40)
                + ", msg_flags="
                + formats.flags("message", s.getInt(48) & 0xffff_ffffL)
                + "}";
    }

    private String control(long at, long length) {
        if (length < HEADER || length > MOST_CONTROL) {
            return ArgumentText.pointer(at);
        }
        ByteBuffer s = ByteBuffer.wrap(text.bytes(at, (int) length)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> all = new ArrayList<>();
        for (int p = 0; p + HEADER <= length; ) {
            long size = s.getLong(p);
            if (size < HEADER || size > length - p) {
                break;
            }
            all.add(one(s, p, (int) size));
            p += ((int) size + 7) & -8;
        }
        return "[" + String.join(", ", all) + "]";
    }

    private String one(ByteBuffer s, int at, int size) {
        int level = s.getInt(at + 8);
        String type =
                level == SOL_SOCKET
                        ? formats.name("scm", s.getInt(at + 12))
                        : "0x" + Integer.toHexString(s.getInt(at + 12));
        String data;
        if (type.equals("SCM_RIGHTS")) {
            StringJoiner files = new StringJoiner(", ", "[", "]");
            for (int p = at + HEADER; p + 4 <= at + size; p += 4) {
                files.add(Integer.toString(s.getInt(p)));
            }
            data = files.toString();
        } else if (type.equals("SCM_CREDENTIALS") && size >= HEADER + 12) {
            data =
                    "{pid=%d, uid=%d, gid=%d}"
                            .formatted(s.getInt(at + 16), s.getInt(at + 20), s.getInt(at + 24));
        } else {
            data = "...";
        }
        return "{cmsg_len="
                + size
                + ", cmsg_level="
                + formats.name("sol", level)
                + ", cmsg_type="
                + type
                + ", cmsg_data="
                + data
                + "}";
    }
}
