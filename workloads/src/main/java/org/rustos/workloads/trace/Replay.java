package org.rustos.workloads.trace;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log made ready for the guest: the operations with the answer that each must give, the files
 * before the first, and the operations that look at every changed file at the end.
 */
public final class Replay {
    private static final int CHUNK = 1 << 16;

    private final ReplayCompiler compiler = new ReplayCompiler();
    private final List<ReplayOp> operations;
    private final List<Long> answers = new ArrayList<>();
    private final ReplayModel model;
    private final ReplayNames names;
    private final int measured;
    private int different;
    private int firstDifferent;

    private Replay(Reader log) throws IOException, TraceException {
        new StraceReader(compiler).read(log);
        operations = compiler.operations();
        measured = operations.size();
        if (measured == 0) {
            throw new TraceException(
                    "none of its "
                            + compiler.calls()
                            + " calls can be replayed; write it with strace -f -y -o FILE");
        }
        List<ReplayFile> files = compiler.tree().files();
        model = new ReplayModel(files);
        names = new ReplayNames(files);
        for (int i = 0; i < measured; i++) {
            answer(i);
        }
        closeWhatIsOpen();
        for (ReplayFile file : files) {
            if (file.changed() && model.there(file)) {
                readBack(file);
            }
        }
    }

    /**
     * Reads a log.
     *
     * @throws TraceException one line with the place in the log and a remedy
     */
    public static Replay of(Reader log) throws IOException, TraceException {
        return new Replay(log);
    }

    private void answer(int number) throws TraceException {
        ReplayOp op = operations.get(number);
        long answer = model.run(number, op);
        answers.add(answer);
        boolean sign = op.kind() == ReplayOp.Kind.OPEN || op.kind() == ReplayOp.Kind.STAT;
        boolean same =
                number >= measured
                        || op.kind() == ReplayOp.Kind.NULL
                        || (sign ? answer < 0 == op.logged() < 0 : answer == op.logged());
        if (!same && different++ == 0) {
            firstDifferent = op.line();
        }
    }

    private void check(ReplayOp.Kind kind, int slot, ReplayFile file, long offset, int length)
            throws TraceException {
        operations.add(new ReplayOp(0, kind, slot, file, offset, length, 0, 0));
        answer(operations.size() - 1);
    }

    private void closeWhatIsOpen() throws TraceException {
        BitSet open = new BitSet();
        ReplayFile[] files = new ReplayFile[ReplayCompiler.MOST_OPEN];
        for (int i = 0; i < measured; i++) {
            ReplayOp op = operations.get(i);
            if (op.kind() == ReplayOp.Kind.OPEN && answers.get(i) >= 0) {
                open.set(op.slot());
                files[op.slot()] = op.file();
            } else if (op.kind() == ReplayOp.Kind.CLOSE) {
                open.clear(op.slot());
            }
        }
        for (int slot = open.nextSetBit(0); slot >= 0; slot = open.nextSetBit(slot + 1)) {
            check(ReplayOp.Kind.CLOSE, slot, files[slot], 0, 0);
        }
    }

    private void readBack(ReplayFile file) throws TraceException {
        check(ReplayOp.Kind.OPEN, 0, file, 0, 0);
        for (long at = 0; at <= model.size(file); at += CHUNK) {
            check(ReplayOp.Kind.READ, 0, file, at, CHUNK);
        }
        check(ReplayOp.Kind.CLOSE, 0, file, 0, 0);
    }

    /** Operations that the log's calls became. */
    public int operations() {
        return measured;
    }

    /** Calls that have no operation, by name. */
    public SortedMap<String, Integer> left() {
        return Collections.unmodifiableSortedMap(compiler.left());
    }

    /** Answers that cannot be those of the log, for what changed a file is no operation. */
    public int different() {
        return different;
    }

    /** What was made of the log, for people. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        SortedMap<String, Integer> kinds = new TreeMap<>();
        for (ReplayOp op : operations.subList(0, measured)) {
            kinds.merge(op.kind().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        text.append(compiler.calls()).append(" calls; replayed");
        kinds.forEach((kind, count) -> text.append(' ').append(kind).append(' ').append(count));
        text.append('\n');
        if (!left().isEmpty()) {
            text.append("not replayed:");
            left().forEach(
                            (name, count) ->
                                    text.append(' ')
                                            .append(name)
                                            .append(' ')
                                            .append(count)
                                            .append(','));
            text.setCharAt(text.length() - 1, '\n');
        }
        if (different > 0) {
            text.append("other results than the log's: ").append(different);
            text.append(", the first at line ").append(firstDifferent).append('\n');
        }
        return text.toString();
    }

    /**
     * The guest's files: the tree, once for each pass as far as a pass changes it, and what the
     * program reads.
     */
    public SortedMap<String, byte[]> files(int passes) throws TraceException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        long bytes = 0;
        for (ReplayFile file : compiler.tree().files()) {
            int copies = file.changed() ? passes : 1;
            bytes += copies * Math.max(file.initialSize(), model.size(file));
            if (bytes > ReplayModel.MOST_BYTES) {
                throw new TraceException(
                        passes + " passes need too much memory; take fewer iterations");
            }
            for (int pass = 0; pass < copies; pass++) {
                place(files, file, (char) ('0' + pass));
            }
        }
        files.put(
                "/data/replay.bin",
                new ReplayProgram(names).write(operations, answers, measured, model.digest()));
        files.put("/data/replay.txt", summary().getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    private void place(SortedMap<String, byte[]> files, ReplayFile file, char pass) {
        String path = names.path(file, pass);
        if (file.atStart() && names.isFolder(file)) {
            files.put(names.marker(path), new byte[0]);
        } else if (file.atStart()) {
            files.put(path, ReplayBytes.initial(file.number(), (int) file.initialSize()));
        } else if (file.changed()) {
            files.put(names.marker(path.substring(0, path.lastIndexOf('/'))), new byte[0]);
        }
    }
}
