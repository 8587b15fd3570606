package org.rustos.cli.record;

import org.rustos.cli.forward.EventLog;
import org.rustos.cli.forward.FarSide;
import org.rustos.cli.forward.LiveNetwork;
import org.rustos.cli.forward.NetworkEnds;
import org.rustos.cli.forward.NetworkEvent;
import org.rustos.core.machine.Outside;
import org.rustos.kernel.network.NetworkServices;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does to a guest's network what was done when it was recorded, at the same times; no sockets. */
final class RecordedNetwork implements Outside, AutoCloseable {
    private static final int LONGEST = 1 << 24;

    private final Path path;
    private final DataInputStream in;
    private final NetworkEnds ends;
    private NetworkEvent next;
    private boolean nextIdle;
    private long nextMc;

    RecordedNetwork(Path path, NetworkServices services, Boundaries boundaries) {
        this.path = path;
        this.ends = new NetworkEnds(services, new Digesting(boundaries));
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
        } catch (IOException e) {
            throw damaged();
        }
        advance();
    }

    /** Takes into the digest what a recorder takes. */
    private record Digesting(Boundaries boundaries) implements EventLog {
        @Override
        public void delivered(boolean idle, long atMc, NetworkEvent event) {
            boundaries.bytes(event.bytes(), 0, event.bytes().length);
        }

        @Override
        public void left(byte[] bytes) {
            boundaries.bytes(bytes, 0, bytes.length);
        }
    }

    private RuntimeException damaged() {
        return Recording.bad(path + ": damaged, no recorded network; record again");
    }

    private void advance() {
        try {
            int first = in.read();
            if (first < 0) {
                next = null;
                return;
            }
            NetworkEvent.Kind[] kinds = NetworkEvent.Kind.values();
            nextIdle = (first & 1) != 0;
            nextMc = Varint.read(in);
            long connection = Varint.read(in);
            long amount = Varint.read(in);
            long length = Varint.read(in);
            if (first >> 1 >= kinds.length || connection != (int) connection) {
                throw damaged();
            }
            boolean noPort = first >> 1 == NetworkEvent.Kind.OPEN.ordinal() && amount > 65_535;
            if (length < 0 || length > LONGEST || amount < 0 || noPort) {
                throw damaged();
            }
            byte[] bytes = new byte[(int) length];
            in.readFully(bytes);
            next = new NetworkEvent(kinds[first >> 1], (int) connection, amount, bytes);
        } catch (IOException e) {
            throw damaged();
        }
    }

    private void deliver(boolean idle, long atMc) {
        while (next != null && nextIdle == idle && nextMc == atMc) {
            ends.apply(idle, atMc, next, FarSide.NONE);
            advance();
        }
    }

    @Override
    public long periodMc() {
        return LiveNetwork.PERIOD_MC;
    }

    @Override
    public void running(long nowMc) {
        deliver(false, nowMc);
        if (next != null && !nextIdle && nextMc < nowMc) {
            throw late("runs");
        }
    }

    private Diverged late(String what) {
        return new Diverged(
                "this run %s where network data came at cycle %s of the recorded one"
                        .formatted(what, TrailCheck.cycle(nextMc)));
    }

    @Override
    public boolean idle(long nowMc, long deadlineMc) {
        if (next == null || !nextIdle || nextMc >= deadlineMc) {
            return false;
        }
        if (nextMc < nowMc) {
            throw late("waits");
        }
        deliver(true, nextMc);
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged();
        }
    }
}
