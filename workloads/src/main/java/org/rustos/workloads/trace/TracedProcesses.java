package org.rustos.workloads.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The descriptors and the working directory of each process of the log. */
final class TracedProcesses {
    private static final int MOST_PROCESSES = 4096;
    private static final int MOST_COPIES = 1_000_000;

    /** Threads share one. */
    static final class Context {
        private final TreeMap<Integer, OpenedFile> descriptors = new TreeMap<>();
        private String directory = "/work";

        void directory(String path) {
            directory = path;
        }

        /** What a descriptor leads to as far as the log shows it; null for none, too. */
        OpenedFile find(TracedDescriptor descriptor) {
            return descriptor == null ? null : descriptors.get(descriptor.number());
        }

        /**
         * The path that a call names, or null if it cannot be used.
         *
         * @param base the descriptor where a relative one begins, or empty
         */
        String path(String base, String quoted) {
            String path = Quotation.text(quoted);
            String from = path == null ? null : base(TracedDescriptor.of(base));
            return from == null || path.isEmpty() ? null : ReplayTree.resolve(from, path);
        }

        private String base(TracedDescriptor at) {
            if (at == null || at.number() < 0 && at.path().isEmpty()) {
                return directory;
            }
            if (!at.path().isEmpty()) {
                return at.path();
            }
            OpenedFile open = find(at);
            return open == null || !open.what().startsWith("/") ? null : open.what();
        }

        /** Gives a number to an open file; what had it until now and is closed by that, or null. */
        OpenedFile put(int descriptor, OpenedFile file) {
            file.retain();
            OpenedFile old = descriptors.put(descriptor, file);
            return old != null && old.release() ? old : null;
        }

        /** Takes a number away; the open file if that was its last, or null. */
        OpenedFile remove(int descriptor) {
            OpenedFile old = descriptors.remove(descriptor);
            return old != null && old.release() ? old : null;
        }
    }

    private final Map<Integer, Context> processes = new LinkedHashMap<>();
    private int copies;

    /** A process whose making the log does not show shares with the first. */
    Context get(int line, int id) throws TraceException {
        Context known = processes.get(id);
        if (known == null) {
            bound(line);
            known = processes.isEmpty() ? new Context() : processes.values().iterator().next();
            processes.put(id, known);
        }
        return known;
    }

    private void bound(int line) throws TraceException {
        if (processes.size() >= MOST_PROCESSES || copies > MOST_COPIES) {
            throw TraceException.at(line, "too many processes at once; cut the log");
        }
    }

    /** A child that begins with what its parent has, or shares it. */
    void fork(int line, Context parent, int child, boolean shared) throws TraceException {
        if (shared) {
            bound(line);
            processes.put(child, parent);
            return;
        }
        copies += parent.descriptors.size();
        bound(line);
        Context copy = new Context();
        copy.directory = parent.directory;
        parent.descriptors.forEach(copy::put);
        processes.put(child, copy);
    }

    /** The process is gone; what nobody else has open is closed by that. */
    List<OpenedFile> exit(Context process) {
        processes.values().removeIf(p -> p == process);
        List<OpenedFile> closed = new ArrayList<>();
        for (OpenedFile file : process.descriptors.values()) {
            if (file.release()) {
                closed.add(file);
            }
        }
        process.descriptors.clear();
        return closed;
    }
}
