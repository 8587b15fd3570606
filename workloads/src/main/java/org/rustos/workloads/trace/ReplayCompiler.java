package org.rustos.workloads.trace;

import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the calls of a log into operations on a tree of files, and follows what cannot be an
 * operation: descriptors, positions, names. What it leaves out it counts by name.
 */
final class ReplayCompiler implements StraceReader.Sink {
    static final int MOST_OPERATIONS = 65_536;
    static final int MOST_OPEN = 1024;
    private static final int LONGEST_TRANSFER = 1 << 20;
    private static final long LARGEST_FILE = 1L << 40;
    private static final int MOST_NAMES = 1000;
    private static final Pattern SIZE = Pattern.compile("\\bstx?_size=(\\d{1,12})");
    private static final Pattern MODE = Pattern.compile("\\bstx?_mode=S_IF([A-Z]+)");

    /** Does what one kind of call needs. */
    private interface Handler {
        void take(ReplayCompiler compiler, TracedCall call, TracedProcesses.Context process)
                throws TraceException;
    }

    private static final Map<String, Handler> HANDLERS = handlers();

    private final ReplayTree tree = new ReplayTree();
    private final TracedProcesses processes = new TracedProcesses();
    private final List<ReplayOp> operations = new ArrayList<>();
    private final BitSet slots = new BitSet();
    private final SortedMap<String, Integer> left = new TreeMap<>();
    private int calls;

    private static Map<String, Handler> handlers() {
        SortedMap<String, Handler> rows = new TreeMap<>();
        rows.put("getppid", (c, call, _) -> c.add(call, ReplayOp.Kind.NULL, 0, null, 0, 0, 0));
        rows.put("open", (c, call, p) -> c.open(call, p, p.path("", call.argument(0)), 1));
        rows.put("creat", (c, call, p) -> c.open(call, p, p.path("", call.argument(0)), -1));
        rows.put(
                "openat",
                (c, call, p) -> c.open(call, p, p.path(call.argument(0), call.argument(1)), 2));
        rows.put("close", ReplayCompiler::close);
        for (String name : List.of("read", "readv", "pread64", "preadv", "preadv2")) {
            rows.put(name, (c, call, p) -> c.transfer(call, p, false));
        }
        for (String name : List.of("write", "writev", "pwrite64", "pwritev", "pwritev2")) {
            rows.put(name, (c, call, p) -> c.transfer(call, p, true));
        }
        for (String name : List.of("stat", "lstat", "access")) {
            rows.put(name, (c, call, p) -> c.look(call, p.path("", call.argument(0))));
        }
        for (String name : List.of("newfstatat", "statx", "faccessat", "faccessat2")) {
            rows.put(name, ReplayCompiler::lookAt);
        }
        rows.put("fstat", ReplayCompiler::lookThrough);
        rows.put("lseek", ReplayCompiler::seek);
        for (String name : List.of("dup", "dup2", "dup3")) {
            rows.put(name, ReplayCompiler::copy);
        }
        rows.put("fcntl", ReplayCompiler::control);
        for (String name : List.of("rename", "renameat", "renameat2")) {
            rows.put(name, ReplayCompiler::rename);
        }
        for (String name : List.of("unlink", "rmdir", "unlinkat")) {
            rows.put(name, ReplayCompiler::remove);
        }
        for (String name : List.of("socket", "accept", "accept4")) {
            rows.put(name, ReplayCompiler::socket);
        }
        for (String name : List.of("clone", "clone3", "fork", "vfork")) {
            rows.put(name, ReplayCompiler::fork);
        }
        rows.put("exit_group", ReplayCompiler::exit);
        rows.put("chdir", ReplayCompiler::changeDirectory);
        rows.put("getcwd", ReplayCompiler::workingDirectory);
        return rows;
    }

    @Override
    public void take(TracedCall call) throws TraceException {
        calls++;
        TracedProcesses.Context process = processes.get(call.line(), call.process());
        Handler handler = HANDLERS.get(call.name());
        if (handler == null) {
            leave(call.name());
        } else {
            handler.take(this, call, process);
        }
    }

    ReplayTree tree() {
        return tree;
    }

    List<ReplayOp> operations() {
        return operations;
    }

    /** Calls of the log that have no operation, by name. */
    SortedMap<String, Integer> left() {
        return left;
    }

    int calls() {
        return calls;
    }

    private void leave(String name) {
        if (left.size() < MOST_NAMES || left.containsKey(name)) {
            left.merge(name, 1, Integer::sum);
        } else {
            left.merge("others", 1, Integer::sum);
        }
    }

    private void add(
            TracedCall call,
            ReplayOp.Kind kind,
            int slot,
            ReplayFile file,
            long offset,
            int length,
            int flags)
            throws TraceException {
        if (operations.size() == MOST_OPERATIONS) {
            throw TraceException.at(
                    call.line(),
                    "more than " + MOST_OPERATIONS + " calls to replay; cut the log, with head");
        }
        long logged =
                kind == ReplayOp.Kind.CLOSE
                        ? 0
                        : call.failed() ? Errno.ENOENT.negative() : call.result();
        operations.add(new ReplayOp(call.line(), kind, slot, file, offset, length, flags, logged));
    }

    private boolean unusable(TracedCall call, String path) {
        boolean other = call.failed() && !call.error().equals("ENOENT");
        if (other || path == null) {
            leave(call.name() + (other ? " that failed" : " of an unknown path"));
        }
        return other || path == null;
    }

    private void open(TracedCall call, TracedProcesses.Context process, String path, int at)
            throws TraceException {
        if (unusable(call, path)) {
            return;
        }
        String text = at < 0 ? "O_WRONLY|O_CREAT|O_TRUNC" : call.argument(at);
        if (text.contains("O_DIRECTORY") || text.contains("O_PATH") || text.contains("O_TMPFILE")) {
            leave(call.name() + " of a folder");
            if (!call.failed()) {
                put(call, process, (int) call.result(), OpenedFile.other(path));
            }
            return;
        }
        int flags =
                (text.contains("O_RDWR")
                                ? OpenFlags.READ_WRITE
                                : text.contains("O_WRONLY") ? OpenFlags.WRITE_ONLY : 0)
                        | (text.contains("O_CREAT") ? OpenFlags.CREATE : 0)
                        | (text.contains("O_TRUNC") ? OpenFlags.TRUNCATE : 0);
        if (call.failed()) {
            add(call, ReplayOp.Kind.OPEN, 0, tree.missing(path), 0, 0, flags & ~OpenFlags.CREATE);
            return;
        }
        boolean create = (flags & OpenFlags.CREATE) != 0;
        ReplayFile file = create ? tree.made(path, text.contains("O_EXCL")) : tree.found(path);
        openFile(call, process, (int) call.result(), file, flags, text.contains("O_APPEND"));
    }

    private void openFile(
            TracedCall call,
            TracedProcesses.Context process,
            int descriptor,
            ReplayFile file,
            int flags,
            boolean append)
            throws TraceException {
        int slot = slots.nextClearBit(0);
        if (slot == MOST_OPEN) {
            throw TraceException.at(
                    call.line(), "more than " + MOST_OPEN + " files open at once; cut the log");
        }
        slots.set(slot);
        file.opened((flags & OpenFlags.CREATE) != 0, (flags & OpenFlags.TRUNCATE) != 0);
        add(call, ReplayOp.Kind.OPEN, slot, file, 0, 0, flags);
        put(call, process, descriptor, OpenedFile.of(file, slot, append));
    }

    private void put(TracedCall call, TracedProcesses.Context p, int number, OpenedFile file)
            throws TraceException {
        closeFile(call, p.put(number, file));
    }

    private void closeFile(TracedCall call, OpenedFile file) throws TraceException {
        if (file != null && file.file() != null) {
            slots.clear(file.slot());
            add(call, ReplayOp.Kind.CLOSE, file.slot(), file.file(), 0, 0, 0);
        }
    }

    private void close(TracedCall call, TracedProcesses.Context process) throws TraceException {
        TracedDescriptor at = TracedDescriptor.of(call.argument(0));
        OpenedFile open = process.find(at);
        if (call.failed() || open == null) {
            leave("close of " + (at == null || call.failed() ? "nothing" : at.kind()));
            return;
        }
        OpenedFile last = process.remove(at.number());
        if (last == null || last.file() == null) {
            leave(last == null ? "close of a copy" : "close of " + at.kind());
        }
        closeFile(call, last);
    }

    /** What a descriptor of the call leads to, opened now if the log began with it open. */
    private OpenedFile opened(TracedCall call, TracedProcesses.Context process, boolean writing)
            throws TraceException {
        TracedDescriptor at = TracedDescriptor.of(call.argument(0));
        OpenedFile open = process.find(at);
        if (open != null || at == null || at.number() < 0 || !at.isFile() || call.failed()) {
            return open;
        }
        String path = ReplayTree.resolve("/", at.path());
        if (path == null) {
            return null;
        }
        ReplayFile file = writing ? tree.made(path, false) : tree.found(path);
        // Whether it was opened for reading or for writing is not in the log.
        int flags = OpenFlags.READ_WRITE | (writing ? OpenFlags.CREATE : 0);
        openFile(call, process, at.number(), file, flags, false);
        return process.find(at);
    }

    private void transfer(TracedCall call, TracedProcesses.Context process, boolean writing)
            throws TraceException {
        OpenedFile open = opened(call, process, writing);
        if (open == null || open.file() == null || call.failed()) {
            TracedDescriptor at = TracedDescriptor.of(call.argument(0));
            boolean failed = call.failed() || at == null;
            String what = open != null && !open.what().startsWith("/") ? open.what() : "";
            leave(
                    call.name()
                            + (failed
                                    ? " that failed"
                                    : " of " + (what.isEmpty() ? at.kind() : what)));
            return;
        }
        boolean placed = call.name().startsWith("p");
        boolean vector = call.name().contains("readv") || call.name().contains("writev");
        ReplayFile file = open.file();
        long start =
                placed
                        ? number(call.argument(3))
                        : writing && open.append() ? file.size() : open.position();
        long asked = vector || writing ? call.result() : number(call.argument(2));
        if (call.result() > LONGEST_TRANSFER || start < 0 || start > LARGEST_FILE || asked < 0) {
            leave(call.name() + " of more than " + LONGEST_TRANSFER + " bytes");
            return;
        }
        long end = start + call.result();
        if (writing) {
            file.wrote(end);
        } else if (call.result() > 0) {
            file.seen(end);
        }
        if (!placed) {
            open.position(end);
        }
        add(
                call,
                writing ? ReplayOp.Kind.WRITE : ReplayOp.Kind.READ,
                open.slot(),
                file,
                start,
                (int) Math.min(asked, LONGEST_TRANSFER),
                0);
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            return -1;
        }
        return Long.parseLong(text);
    }

    private void lookAt(TracedCall call, TracedProcesses.Context process) throws TraceException {
        if ("\"\"".equals(call.argument(1))) {
            lookThrough(call, process);
        } else {
            look(call, process.path(call.argument(0), call.argument(1)));
        }
    }

    private void look(TracedCall call, String path) throws TraceException {
        if (!unusable(call, path)) {
            lookAtFile(call, call.failed() ? tree.missing(path) : tree.found(path));
        }
    }

    private void lookThrough(TracedCall call, TracedProcesses.Context process)
            throws TraceException {
        OpenedFile open = opened(call, process, false);
        if (call.failed()) {
            leave(call.name() + " that failed");
        } else if (open != null && open.file() != null) {
            lookAtFile(call, open.file());
        } else if (open != null && open.what().startsWith("/")) {
            lookAtFile(call, tree.found(open.what()));
        } else {
            leave(call.name() + " of no file");
        }
    }

    private void lookAtFile(TracedCall call, ReplayFile file) throws TraceException {
        String all = String.join(",", call.arguments());
        Matcher mode = MODE.matcher(all);
        Matcher size = SIZE.matcher(all);
        if (!call.failed() && mode.find()) {
            switch (mode.group(1)) {
                case "REG" -> {
                    file.kind(ReplayFile.Kind.REGULAR);
                    if (size.find()) {
                        file.seen(Long.parseLong(size.group(1)));
                    }
                }
                case "DIR" -> file.kind(ReplayFile.Kind.DIRECTORY);
                default -> {
                    leave(call.name() + " of no file");
                    return;
                }
            }
        }
        add(call, ReplayOp.Kind.STAT, 0, file, 0, 0, 0);
    }

    private void seek(TracedCall call, TracedProcesses.Context process) {
        OpenedFile open = process.find(TracedDescriptor.of(call.argument(0)));
        if (open != null && !call.failed()) {
            open.position(call.result());
        }
        leave(call.name());
    }

    private void copy(TracedCall call, TracedProcesses.Context process) throws TraceException {
        leave(call.name());
        if (call.failed()
                || call.result() == number(call.argument(1))
                        && call.argument(0).equals(call.argument(1))) {
            return;
        }
        OpenedFile open = opened(call, process, false);
        if (open != null) {
            put(call, process, (int) call.result(), open);
        }
    }

    private void control(TracedCall call, TracedProcesses.Context process) throws TraceException {
        if (call.argument(1).startsWith("F_DUPFD")) {
            copy(call, process);
        } else {
            leave(call.name());
        }
    }

    private void rename(TracedCall call, TracedProcesses.Context process) throws TraceException {
        boolean at = !call.name().equals("rename");
        String from = process.path(at ? call.argument(0) : "", call.argument(at ? 1 : 0));
        String to = process.path(at ? call.argument(2) : "", call.argument(at ? 3 : 1));
        leave(call.name());
        if (!call.failed() && from != null && to != null) {
            tree.renamed(call.line(), from, to);
        }
    }

    private void remove(TracedCall call, TracedProcesses.Context process) {
        boolean at = call.name().equals("unlinkat");
        String path = process.path(at ? call.argument(0) : "", call.argument(at ? 1 : 0));
        leave(call.name());
        if (!call.failed() && path != null) {
            tree.removed(path);
        }
    }

    private void socket(TracedCall call, TracedProcesses.Context process) throws TraceException {
        leave(call.name());
        if (!call.failed()) {
            put(call, process, (int) call.result(), OpenedFile.other("a socket"));
        }
    }

    private void fork(TracedCall call, TracedProcesses.Context process) throws TraceException {
        leave(call.name());
        if (!call.failed() && call.result() > 0) {
            boolean shared = String.join("|", call.arguments()).contains("CLONE_FILES");
            processes.fork(call.line(), process, (int) call.result(), shared);
        }
    }

    private void exit(TracedCall call, TracedProcesses.Context process) throws TraceException {
        leave(call.name());
        for (OpenedFile file : processes.exit(process)) {
            closeFile(call, file);
        }
    }

    private void changeDirectory(TracedCall call, TracedProcesses.Context process) {
        String path = process.path("", call.argument(0));
        leave(call.name());
        if (!call.failed() && path != null) {
            process.directory(path);
        }
    }

    private void workingDirectory(TracedCall call, TracedProcesses.Context process) {
        String path = Quotation.text(call.argument(0));
        leave(call.name());
        if (!call.failed() && path != null && path.startsWith("/")) {
            process.directory(path);
        }
    }
}
