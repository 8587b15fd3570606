package org.rustos.kernel.linux.trace;

import org.rustos.kernel.linux.LinuxAbi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongFunction;

/** Prints the arguments of one call; a pointer that cannot be followed stays a number. */
final class ArgumentText {
    private static final int AT_FDCWD = -100;
    private static final long O_CREAT = 0100;
    private static final long O_TMPFILE = 020000000;
    private static final int MOST_TEXT = 4096;
    private static final int MOST_DATA = 1 << 16;
    private static final int MOST_WORDS = 32;
    private static final int S_IFMT = 0170000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;

    /** Prints a structure that a pointer leads to. */
    private interface Structure {
        String text(ArgumentText of, long address);
    }

    private static final Map<String, Structure> STRUCTURES =
            Map.ofEntries(
                    Map.entry("path", (t, at) -> Quoted.path(t.text(at))),
                    Map.entry("text", (t, at) -> Quoted.data(t.text(at))),
                    Map.entry("stat", ArgumentText::stat),
                    Map.entry("status", ArgumentText::status),
                    Map.entry("pair", ArgumentText::pair),
                    Map.entry("vector", ArgumentText::vector),
                    Map.entry("environment", ArgumentText::environment),
                    Map.entry("timespec", ArgumentText::timespec),
                    Map.entry("sigset", (t, at) -> t.signals(t.struct(at, 8).getLong(0))),
                    Map.entry("action", ArgumentText::action),
                    Map.entry("limit", ArgumentText::limit),
                    Map.entry("lock", ArgumentText::lock),
                    Map.entry("owned", ArgumentText::owned),
                    Map.entry("timer", ArgumentText::timer),
                    Map.entry("length", (t, at) -> "[" + t.struct(at, 4).getInt(0) + "]"),
                    Map.entry("message", (t, at) -> t.sockets.message(at)));

    /** Words whose value is the argument itself. */
    private static final Map<String, LongFunction<String>> NUMBERS =
            Map.of(
                    "fd",
                    v -> Integer.toString((int) v),
                    "dirfd",
                    v -> (int) v == AT_FDCWD ? "AT_FDCWD" : Integer.toString((int) v),
                    "int",
                    v -> v >>> 32 == 0 ? Integer.toString((int) v) : Long.toString(v),
                    "size",
                    Long::toUnsignedString,
                    "hex",
                    v -> v == 0 ? "0" : "0x" + Long.toHexString(v),
                    "oct",
                    ArgumentText::octal,
                    "mode",
                    ArgumentText::octal,
                    "ptr",
                    ArgumentText::pointer);

    /** A pointer that leads nowhere. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private final CallFormats formats;
    private final SocketText sockets;
    private final LinuxAbi abi;
    private final GuestBytes memory;
    private final long[] arguments;
    private final long result;

    ArgumentText(
            CallFormats formats, LinuxAbi abi, GuestBytes memory, long[] arguments, long result) {
        this.formats = formats;
        this.sockets = new SocketText(this, formats);
        this.abi = abi;
        this.memory = memory;
        this.arguments = arguments;
        this.result = result;
    }

    /**
     * All arguments that are shown.
     *
     * @param before what was there when the call began; null to print everything as it is now
     */
    List<String> all(CallFormats.Format format, List<String> before) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < format.arguments().size() && i < arguments.length; i++) {
            String kind = format.arguments().get(i);
            boolean left = kind.startsWith(">");
            if (shown(kind, i)) {
                String old = before == null ? null : before.get(texts.size());
                String now =
                        old == null || left
                                ? one(left ? kind.substring(1) : kind, arguments[i])
                                : old;
                boolean changed = kind.equals(">length") && old != null && !old.equals(now);
                texts.add(
                        changed
                                ? old.substring(0, old.length() - 1) + " => " + now.substring(1)
                                : now);
            }
        }
        return texts;
    }

    private boolean shown(String kind, int index) {
        return switch (kind) {
            case "none" -> false;
            case "mode" -> makesFile(abi.openFlags().ours((int) arguments[index - 1]));
            default -> true;
        };
    }

    private static boolean makesFile(int flags) {
        return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    }

    private String one(String kind, long value) {
        LongFunction<String> number = NUMBERS.get(kind);
        if (number != null) {
            return number.apply(value);
        }
        if (kind.equals("f:open")) {
            return formats.flags("open", abi.openFlags().ours((int) value) & 0xffffffffL);
        }
        if (kind.startsWith("f:")) {
            return formats.flags(kind.substring(2), value & 0xffffffffL);
        }
        if (kind.startsWith("e:")) {
            return formats.name(kind.substring(2), value & 0xffffffffL);
        }
        if (kind.equals("sig")) {
            return value == 0 ? "0" : formats.signal(value);
        }
        try {
            return followed(kind, value);
        } catch (Unreadable e) {
            return pointer(value);
        }
    }

    private String followed(String kind, long address) {
        if (address == 0) {
            return "NULL";
        }
        Structure structure = STRUCTURES.get(kind);
        if (structure != null) {
            return structure.text(this, address);
        }
        int colon = kind.indexOf(':');
        int length = colon < 0 ? 0 : (int) arguments[kind.charAt(colon + 1) - '0'];
        return switch (colon < 0 ? kind : kind.substring(0, colon)) {
            case "data" -> Quoted.data(bytes(address, length));
            case "filled" -> Quoted.data(bytes(address, filled()));
            case "random" -> Quoted.hexadecimal(bytes(address, filled()));
            case "iovec" -> vectors(address, length);
            case "sockaddr" -> sockets.address(address, length);
            case "peer" -> sockets.address(address, lengthAt(kind));
            case "option" -> sockets.option(address, length);
            case "told" -> sockets.option(address, lengthAt(kind));
            default -> throw new IllegalStateException("no kind of argument: " + kind);
        };
    }

    /** The length that a pointer argument leads to, after a call that succeeded. */
    private int lengthAt(String kind) {
        if (result < 0) {
            throw new Unreadable();
        }
        return struct(arguments[kind.charAt(kind.indexOf(':') + 1) - '0'], 4).getInt(0);
    }

    private String timer(long address) {
        return "{it_interval=" + timespec(address) + ", it_value=" + timespec(address + 16) + "}";
    }

    /** The result as a length; of a failed call nothing is shown but the pointer. */
    private int filled() {
        if (result < 0) {
            throw new Unreadable();
        }
        return (int) Math.min(result, MOST_DATA);
    }

    byte[] bytes(long address, int length) {
        byte[] bytes = memory.read(address, Math.max(0, Math.min(length, MOST_DATA)));
        if (bytes == null) {
            throw new Unreadable();
        }
        return bytes;
    }

    ByteBuffer struct(long address, int length) {
        ByteBuffer struct = memory.struct(address, length);
        if (struct == null) {
            throw new Unreadable();
        }
        return struct;
    }

    private byte[] text(long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < MOST_TEXT; i++) {
            byte next = bytes(address + i, 1)[0];
            if (next == 0) {
                break;
            }
            text.write(next);
        }
        return text.toByteArray();
    }

    private String stat(long address) {
        if (result != 0) {
            throw new Unreadable();
        }
        LinuxAbi.Layout layout = abi.layouts().get("stat");
        ByteBuffer s = struct(address, layout.size());
        int mode = s.getInt(layout.fields().get("st_mode").offset());
        long type = mode & S_IFMT;
        String rest =
                type == S_IFCHR || type == S_IFBLK
                        ? device(s.getLong(layout.fields().get("st_rdev").offset()))
                        : "st_size=" + s.getLong(layout.fields().get("st_size").offset());
        return "{st_mode="
                + formats.name("type", type)
                + "|"
                + octal(mode & 07777)
                + ", "
                + rest
                + ", ...}";
    }

    private static String device(long number) {
        long major = number >> 8 & 0xfff;
        long minor = number & 0xff;
        return "st_rdev=makedev(%#x, %#x)".formatted(major, minor);
    }

    /** wait(2). */
    private String status(long address) {
        if (result <= 0) {
            throw new Unreadable();
        }
        int status = struct(address, 4).getInt(0);
        int signal = status & 0x7f;
        return signal == 0
                ? "[{WIFEXITED(s) && WEXITSTATUS(s) == " + (status >> 8 & 0xff) + "}]"
                : "[{WIFSIGNALED(s) && WTERMSIG(s) == " + formats.signal(signal) + "}]";
    }

    private String pair(long address) {
        ByteBuffer s = struct(address, 8);
        return "[" + s.getInt(0) + ", " + s.getInt(4) + "]";
    }

    private String vector(long address) {
        StringJoiner words = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < MOST_WORDS; i++) {
            long word = struct(address + 8L * i, 8).getLong(0);
            if (word == 0) {
                return words.toString();
            }
            words.add(Quoted.data(text(word)));
        }
        return words.add("...").toString();
    }

    private String environment(long address) {
        int count = 0;
        while (count < MOST_TEXT && struct(address + 8L * count, 8).getLong(0) != 0) {
            count++;
        }
        return pointer(address) + " /* " + count + (count == 1 ? " var */" : " vars */");
    }

    private String timespec(long address) {
        ByteBuffer s = struct(address, 16);
        return "{tv_sec=" + s.getLong(0) + ", tv_nsec=" + s.getLong(8) + "}";
    }

    private String limit(long address) {
        ByteBuffer s = struct(address, 16);
        return "{rlim_cur=" + bound(s.getLong(0)) + ", rlim_max=" + bound(s.getLong(8)) + "}";
    }

    private static String bound(long value) {
        if (value == -1) {
            return "RLIM64_INFINITY";
        }
        return value > 1024 && value % 1024 == 0 ? value / 1024 + "*1024" : Long.toString(value);
    }

    private String lock(long address) {
        ByteBuffer s = struct(address, 32);
        return "{l_type=%s, l_whence=%s, l_start=%d, l_len=%d}"
                .formatted(
                        formats.name("lock", s.getShort(0)),
                        formats.name("seek", s.getShort(2)),
                        s.getLong(8),
                        s.getLong(16));
    }

    private String owned(long address) {
        String lock = lock(address);
        int owner = struct(address, 32).getInt(24);
        return lock.substring(0, lock.length() - 1) + ", l_pid=" + owner + "}";
    }

    private String action(long address) {
        LinuxAbi.Layout layout = abi.layouts().get("sigaction");
        ByteBuffer s = struct(address, layout.size());
        long handler = s.getLong(layout.fields().get("sa_handler").offset());
        long flags = s.getLong(layout.fields().get("sa_flags").offset());
        LinuxAbi.Field back = layout.fields().get("sa_restorer");
        String name = handler == 0 ? "SIG_DFL" : handler == 1 ? "SIG_IGN" : pointer(handler);
        boolean restorer = back != null && formats.flags("action", flags).contains("SA_RESTORER");
        return "{sa_handler="
                + name
                + ", sa_mask="
                + signals(s.getLong(layout.fields().get("sa_mask").offset()))
                + ", sa_flags="
                + formats.flags("action", flags)
                + (restorer ? ", sa_restorer=" + pointer(s.getLong(back.offset())) : "")
                + "}";
    }

    private String signals(long set) {
        boolean most = Long.bitCount(set) > Long.SIZE / 2;
        long shown = most ? ~set : set;
        StringJoiner names = new StringJoiner(" ", most ? "~[" : "[", "]");
        for (int signal = 1; signal <= Long.SIZE; signal++) {
            if ((shown >>> (signal - 1) & 1) != 0) {
                names.add(formats.signal(signal).substring(3));
            }
        }
        return names.toString();
    }

    String vectors(long address, int count) {
        StringJoiner parts = new StringJoiner(", ", "[", "]");
        long left = result < 0 ? Long.MAX_VALUE : result;
        for (int i = 0; i < Math.min(count, MOST_WORDS); i++) {
            ByteBuffer part = struct(address + 16L * i, 16);
            long length = part.getLong(8);
            byte[] data = bytes(part.getLong(0), (int) Math.min(length, left));
            left -= data.length;
            parts.add("{iov_base=" + Quoted.data(data) + ", iov_len=" + length + "}");
        }
        return parts.toString();
    }

    static String octal(long value) {
        String digits = value == 0 ? "" : Long.toOctalString(value & 0177777);
        return "0".repeat(Math.max(1, 3 - digits.length())) + digits;
    }

    static String pointer(long value) {
        return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
    }
}
