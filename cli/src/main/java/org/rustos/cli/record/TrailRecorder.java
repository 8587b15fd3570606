package org.rustos.cli.record;

import org.rustos.core.machine.Core;

/**
 * Writes how far each core was at the boundaries of a run, and the digest of all that was before:
 * the checkpoints by which a replay finds where it went another way.
 *
 * <p>An entry is the core plus one, its cycles and instructions since its last entry as varints,
 * and the low 32 bits of the digest. 0, the number of boundaries and the whole digest end the file.
 */
final class TrailRecorder extends Boundaries {
    private final RecordFile file;
    private final Stride stride = new Stride();
    private final long[] clocks;
    private final long[] instructions;

    TrailRecorder(RecordFile file, int cores) {
        this.file = file;
        this.clocks = new long[cores];
        this.instructions = new long[cores];
    }

    @Override
    void reached(Core core, Kind kind, long number, long digest) {
        if (number < stride.next()) {
            return;
        }
        stride.kept(number);
        int id = core.id();
        long clock = core.clockMc();
        long retired = core.hart().instructions();
        file.write(
                out -> {
                    Varint.write(out, id + 1L);
                    Varint.write(out, clock - clocks[id]);
                    Varint.write(out, retired - instructions[id]);
                    out.writeInt((int) digest);
                });
        clocks[id] = clock;
        instructions[id] = retired;
    }

    /** Ends the file and gives its hash. */
    String finish() {
        file.write(
                out -> {
                    Varint.write(out, 0);
                    Varint.write(out, number());
                    out.writeLong(digest());
                });
        return file.finish();
    }
}
