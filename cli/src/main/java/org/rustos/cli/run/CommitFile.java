package org.rustos.cli.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.rustos.channels.trace.TraceWriteException;
import org.rustos.core.hart.CommitSink;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;

/**
 * The file behind {@code --commit-log} of a machine. Lines come from inside an engine, where no
 * exception may pass: a failure is kept until the core stops.
 */
final class CommitFile implements CommitSink, MachineObserver, AutoCloseable {
    private final Writer out;
    private IOException failure;

    CommitFile(OutputStream to) {
        out = new OutputStreamWriter(to, US_ASCII);
    }

    @Override
    public void line(CharSequence text) {
        if (failure == null) {
            try {
                out.append(text).append('\n');
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    @Override
    public void ran(Core core, HartContext context) {
        if (failure != null) {
            throw new TraceWriteException(failure);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new TraceWriteException(e);
        }
    }
}
