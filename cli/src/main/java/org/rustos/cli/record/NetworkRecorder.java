package org.rustos.cli.record;

import org.rustos.cli.forward.EventLog;
import org.rustos.cli.forward.NetworkEvent;

/** Writes what the world outside did to a guest's network, and at which simulated time. */
final class NetworkRecorder implements EventLog {
    private final RecordFile file;
    private final Boundaries boundaries;

    NetworkRecorder(RecordFile file, Boundaries boundaries) {
        this.file = file;
        this.boundaries = boundaries;
    }

    @Override
    public void delivered(boolean idle, long atMc, NetworkEvent event) {
        file.write(
                out -> {
                    out.writeByte(event.kind().ordinal() << 1 | (idle ? 1 : 0));
                    Varint.write(out, atMc);
                    Varint.write(out, event.connection());
                    Varint.write(out, event.amount());
                    Varint.write(out, event.bytes().length);
                    out.write(event.bytes());
                });
        boundaries.bytes(event.bytes(), 0, event.bytes().length);
    }

    @Override
    public void left(byte[] bytes) {
        boundaries.bytes(bytes, 0, bytes.length);
    }
}
