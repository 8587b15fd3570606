package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;

/** The part of /proc and /dev that depends on who looks: /proc/self, /dev/fd, /dev/tty. */
final class ProcFiles {
    /** {@link #reopen}: the path is none of these. */
    static final long NOT_HERE = Long.MIN_VALUE;

    private static final String SELF = "/proc/self/";

    private ProcFiles() {}

    /** The descriptor that a path stands for, or -1. */
    private static int descriptor(Request r, String path) {
        String number;
        switch (path) {
            case "/dev/stdin" -> number = "0";
            case "/dev/stdout" -> number = "1";
            case "/dev/stderr" -> number = "2";
            default -> {
                String own = "/proc/" + r.process().process().id() + "/fd/";
                String prefix =
                        path.startsWith("/dev/fd/")
                                ? "/dev/fd/"
                                : path.startsWith(own) ? own : SELF + "fd/";
                if (!path.startsWith(prefix)) {
                    return -1;
                }
                number = path.substring(prefix.length());
            }
        }
        return number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : -1;
    }

    /** What such a path names, followed to its end; null if it is none. */
    static Inode inode(Request r, String path) {
        int descriptor = descriptor(r, path);
        OpenFile file = descriptor < 0 ? null : r.process().descriptors().peek(descriptor);
        if (file != null) {
            return file.inode();
        }
        boolean terminal = path.equals("/dev/tty") && r.kernel().streams().out().terminal();
        return terminal ? r.kernel().streams().out() : null;
    }

    /**
     * Opens what a descriptor of the caller's has open, once more; {@link #NOT_HERE} if it is none.
     */
    static long reopen(Request r, String path, int flags) {
        Inode inode = inode(r, path);
        if (inode == null) {
            return path.equals("/dev/tty") ? Errno.ENXIO.negative() : NOT_HERE;
        }
        r.charge("file.open");
        OpenFile opened = new OpenFile(inode, flags, path);
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        long descriptor = r.process().descriptors().add(opened, 0, onExec);
        if (descriptor < 0) {
            opened.release(r.caller());
        }
        return descriptor;
    }

    /** The target of a link in /proc/self, or null. */
    static String link(Request r, String path) {
        LinuxProcess process = r.process();
        switch (path) {
            case "/proc/self/exe" -> {
                return process.executable();
            }
            case "/proc/self/cwd" -> {
                return process.workingDirectory().path();
            }
            case "/proc/self/root" -> {
                return "/";
            }
            case "/proc/self" -> {
                return Integer.toString(process.process().id());
            }
            default -> {
                int descriptor = descriptor(r, path);
                OpenFile file =
                        descriptor < 0 || path.startsWith("/dev/std")
                                ? null
                                : process.descriptors().peek(descriptor);
                return file == null ? null : file.path();
            }
        }
    }

    /** Writes the current text of a file below /proc before it is looked up. */
    static void refresh(Request r, String path) {
        if (!path.startsWith("/proc/")) {
            return;
        }
        String text = text(r, path);
        if (text == null) {
            return;
        }
        Payer free = Payer.NOBODY;
        Directory root = r.files().root();
        r.files().makeDirectory(root, "/proc/self", 0555, Credentials.ROOT, free);
        Answer<OpenFile> file =
                r.files()
                        .open(
                                root,
                                path,
                                OpenFlags.CREATE | OpenFlags.READ_WRITE,
                                0444,
                                Credentials.ROOT,
                                free);
        if (file.ok()) {
            if (file.value().inode() instanceof RegularFile regular) {
                regular.fill(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            file.value().release(free);
        }
    }

    private static String text(Request r, String path) {
        return switch (path) {
            case "/proc/self/maps" -> maps(r);
            case "/proc/self/comm" -> r.process().name() + "\n";
            case "/proc/self/cmdline" -> String.join("\0", r.process().arguments()) + "\0";
            case "/proc/self/stat" ->
                    r.process().process().id()
                            + " ("
                            + r.process().name()
                            + ") R "
                            + r.process().process().parentId()
                            + " 0".repeat(48)
                            + "\n";
            case "/proc/self/status" ->
                    "Name:\t%s\nPid:\t%d\nPPid:\t%d\nThreads:\t%d\n"
                            .formatted(
                                    r.process().name(),
                                    r.process().process().id(),
                                    r.process().process().parentId(),
                                    r.process().process().threads().size());
            case "/proc/meminfo" -> memory(r);
            case "/proc/uptime" -> {
                long seconds = r.kernel().mcToNanos(r.nowMc()) / 1_000_000_000L;
                yield seconds + ".00 0.00\n";
            }
            case "/proc/mounts", "/proc/self/mounts" -> "rustos / tmpfs rw 0 0\n";
            case "/proc/filesystems" -> "nodev\ttmpfs\n";
            case "/proc/sys/kernel/osrelease" -> MachineCalls.RELEASE + "\n";
            default -> null;
        };
    }

    private static String memory(Request r) {
        var frames = r.kernel().board().frames();
        long total = frames.total() * 4L;
        long free = (frames.total() - frames.inUse()) * 4L;
        return "MemTotal: %14d kB\nMemFree: %15d kB\nMemAvailable: %10d kB\n"
                .formatted(total, free, free);
    }

    private static String maps(Request r) {
        StringBuilder text = new StringBuilder();
        for (Area area : r.process().process().areas().all()) {
            text.append(
                    "%08x-%08x %s%s%sp 00000000 00:00 0 %s\n"
                            .formatted(
                                    area.start(),
                                    area.end(),
                                    area.permissions().read() ? "r" : "-",
                                    area.permissions().write() ? "w" : "-",
                                    area.permissions().execute() ? "x" : "-",
                                    area.name()));
        }
        return text.toString();
    }
}
