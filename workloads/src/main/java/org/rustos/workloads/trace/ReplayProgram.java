package org.rustos.workloads.trace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations as {@code trace-replay.c} reads them: a head, a record each, the paths. */
final class ReplayProgram {
    /** The operation's file is another in each pass. */
    private static final int EACH_PASS = 1 << 30;

    /** The size that STAT told goes into the digest. */
    private static final int USE_SIZE = 1 << 29;

    private static final int HEAD_BYTES = 32;
    private static final int RECORD_BYTES = 32;
    private static final int MOST_PATH_BYTES = 4 << 20;

    /** Room that the program has for records. */
    private static final int MOST_RECORDS = 2 * ReplayCompiler.MOST_OPERATIONS;

    private final ReplayNames names;
    private final ByteArrayOutputStream paths = new ByteArrayOutputStream();
    private final Map<ReplayFile, Integer> places = new HashMap<>();

    ReplayProgram(ReplayNames names) {
        this.names = names;
    }

    /**
     * The program.
     *
     * @param answers what each operation must answer
     * @param measured how many are the log's; the others check
     * @param digest of all that is read
     */
    byte[] write(List<ReplayOp> operations, List<Long> answers, int measured, long digest)
            throws TraceException {
        if (operations.size() > MOST_RECORDS) {
            throw new TraceException("too many operations with those that check; cut the log");
        }
        byte[] recordBytes = new byte[operations.size() * RECORD_BYTES];
        ByteBuffer records = littleEndian(recordBytes);
        for (int i = 0; i < operations.size(); i++) {
            ReplayOp op = operations.get(i);
            boolean named = op.kind() == ReplayOp.Kind.OPEN || op.kind() == ReplayOp.Kind.STAT;
            boolean sized =
                    op.kind() == ReplayOp.Kind.STAT
                            && op.file().kind() == ReplayFile.Kind.REGULAR
                            && answers.get(i) == 0;
            boolean own = op.file() != null && op.file().changed();
            records.putInt(op.kind().ordinal() | op.line() << Byte.SIZE)
                    .putInt(op.slot())
                    .putInt(op.length());
            records.putInt(op.flags() | (own ? EACH_PASS : 0) | (sized ? USE_SIZE : 0));
            records.putLong(named ? place(op.file()) : op.offset());
            records.putLong(answers.get(i));
        }
        byte[] headBytes = new byte[HEAD_BYTES];
        ByteBuffer head = littleEndian(headBytes);
        head.putLong(measured).putLong(operations.size()).putLong(paths.size()).putLong(digest);
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        program.writeBytes(headBytes);
        program.writeBytes(recordBytes);
        program.writeBytes(paths.toByteArray());
        return program.toByteArray();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where a file's path begins among the paths; the program puts the pass into it. */
    private int place(ReplayFile file) throws TraceException {
        Integer known = places.get(file);
        if (known != null) {
            return known;
        }
        int at = paths.size();
        paths.writeBytes(names.path(file, '0').getBytes(StandardCharsets.ISO_8859_1));
        paths.write(0);
        if (paths.size() > MOST_PATH_BYTES) {
            throw new TraceException("its paths are too long together; cut the log");
        }
        places.put(file, at);
        return at;
    }
}
