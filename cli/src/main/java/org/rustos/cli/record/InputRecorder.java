package org.rustos.cli.record;

import org.rustos.kernel.file.Console;

/**
 * Stands in front of standard input and writes each read of the guest: when it was, in boundaries
 * of the run, and what came. Of a terminal these are the keys.
 */
final class InputRecorder implements Console.Source {
    private final Console.Source real;
    private final RecordFile file;
    private final Boundaries boundaries;

    InputRecorder(Console.Source real, RecordFile file, Boundaries boundaries) {
        this.real = real;
        this.file = file;
        this.boundaries = boundaries;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int got = real.read(into, offset, length);
        file.write(
                out -> {
                    Varint.write(out, boundaries.number());
                    Varint.write(out, got + 1L);
                    out.write(into, offset, Math.max(0, got));
                });
        boundaries.bytes(into, offset, Math.max(0, got));
        return got;
    }
}
