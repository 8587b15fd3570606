package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.network.Identity;
import org.rustos.kernel.network.Received;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;

/** What goes beside the bytes of a message: open files and credentials (cmsg(3)). */
final class ControlMessages {
    private static final int HEADER = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int CREDENTIALS = 12;
    private static final int RIGHTS_MOST = 253;

    /** As Linux's net.core.optmem_max. */
    private static final int LONGEST = 20_480;

    /** What a sender puts beside its bytes. */
    record Sent(Identity sender, List<OpenFile> rights) {}

    /**
     * What a receiver got.
     *
     * @param length bytes used of its room
     * @param cut whether something did not fit
     */
    record Told(long length, boolean cut) {}

    private ControlMessages() {}

    static Answer<Sent> read(Request r, MessageHeader header) {
        Identity sender = SocketCalls.identity(r);
        long length = header.control() == 0 ? 0 : header.controlLength();
        if (length == 0) {
            return Answer.of(new Sent(sender, List.of()));
        }
        if (length < 0 || length > LONGEST) {
            return Answer.refused(Errno.ENOBUFS);
        }
        Struct raw = r.get(header.control(), (int) length);
        if (raw == null) {
            return Answer.refused(Errno.EFAULT);
        }
        List<OpenFile> rights = new ArrayList<>();
        for (int at = 0; at + HEADER <= length; ) {
            long size = raw.u64(at);
            if (size < HEADER || size > length - at) {
                return Answer.refused(Errno.EINVAL);
            }
            int body = (int) size - HEADER;
            if (raw.s32(at + 8) == SOL_SOCKET) {
                switch (raw.s32(at + 12)) {
                    case SCM_RIGHTS -> {
                        Errno error = rights(r, raw, at + HEADER, body / 4, rights);
                        if (error != Errno.OK) {
                            return Answer.refused(error);
                        }
                    }
                    case SCM_CREDENTIALS -> {
                        if (body != CREDENTIALS) {
                            return Answer.refused(Errno.EINVAL);
                        }
                        Identity claimed =
                                new Identity(
                                        raw.s32(at + HEADER),
                                        raw.s32(at + HEADER + 4),
                                        raw.s32(at + HEADER + 8));
                        if (!claimed.equals(sender) && sender.user() != 0) {
                            return Answer.refused(Errno.EPERM);
                        }
                        sender = claimed;
                    }
                    default -> {
                        return Answer.refused(Errno.EINVAL);
                    }
                }
            }
            at += ((int) size + 7) & -8;
        }
        return Answer.of(new Sent(sender, rights));
    }

    private static Errno rights(Request r, Struct raw, int at, int count, List<OpenFile> rights) {
        if (rights.size() + count > RIGHTS_MOST) {
            return Errno.EINVAL;
        }
        for (int i = 0; i < count; i++) {
            OpenFile file = r.process().descriptors().get(r.caller(), raw.s32(at + 4 * i));
            if (file == null) {
                return Errno.EBADF;
            }
            rights.add(file);
        }
        return Errno.OK;
    }

    /** Gives the caller what came with a message; what does not fit is given up. */
    static Told tell(
            Request r, MessageHeader header, Received got, boolean credentials, boolean onExec) {
        long room = header.control() == 0 ? 0 : Math.max(0, header.controlLength());
        long used = 0;
        boolean cut = false;
        if (credentials) {
            Struct s = header(CREDENTIALS, SCM_CREDENTIALS);
            s.u32(HEADER, got.sender().process());
            s.u32(HEADER + 4, got.sender().user());
            s.u32(HEADER + 8, got.sender().group());
            cut = room < HEADER + CREDENTIALS;
            if (!cut && r.put(header.control(), s) == 0) {
                used = Math.min(room, (HEADER + CREDENTIALS + 7) & -8);
            }
        }
        List<OpenFile> files = got.rights();
        if (files.isEmpty()) {
            return new Told(used, cut);
        }
        int fit = (int) Math.max(0, Math.min(files.size(), (room - used - HEADER) / 4));
        List<Long> installed = new ArrayList<>();
        while (installed.size() < fit) {
            long descriptor = r.process().descriptors().add(files.get(installed.size()), 0, onExec);
            if (descriptor < 0) {
                break;
            }
            installed.add(descriptor);
        }
        r.kernel().network().drop(files.subList(installed.size(), files.size()), r.caller());
        if (!installed.isEmpty()) {
            Struct s = header(4 * installed.size(), SCM_RIGHTS);
            for (int i = 0; i < installed.size(); i++) {
                s.u32(HEADER + 4 * i, installed.get(i));
            }
            if (r.put(header.control() + used, s) == 0) {
                used += Math.min(room - used, (s.bytes().length + 7) & -8);
            }
        }
        return new Told(used, cut || installed.size() < files.size());
    }

    private static Struct header(int body, int type) {
        return new Struct(HEADER + body).u64(0, HEADER + body).u32(8, SOL_SOCKET).u32(12, type);
    }
}
