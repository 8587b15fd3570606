package org.rustos.cli.forward;

import org.rustos.kernel.network.NetworkServices;
import org.rustos.kernel.network.OutsideEnd;

import java.util.HashMap;
import java.util.Map;

/** The connections from outside that a guest has, and what each event does to them. */
public final class NetworkEnds {
    /** Bytes of the guest that may be under way to a socket of the host. */
    static final long CREDIT = 1 << 18;

    private final NetworkServices services;
    private final EventLog log;
    private final Map<Integer, Side> sides = new HashMap<>();

    public NetworkEnds(NetworkServices services, EventLog log) {
        this.services = services;
        this.log = log;
    }

    boolean has(int connection) {
        return sides.containsKey(connection);
    }

    boolean any() {
        return !sides.isEmpty();
    }

    /**
     * Does what the event says.
     *
     * @param far of a connection that opens
     */
    public void apply(boolean idle, long atMc, NetworkEvent event, FarSide far) {
        log.delivered(idle, atMc, event);
        if (event.kind() == NetworkEvent.Kind.OPEN) {
            Side side = new Side(event.connection(), far);
            sides.put(event.connection(), side);
            far.opened();
            side.end = OutsideEnd.connect(services, (int) event.amount(), side, CREDIT, atMc);
            return;
        }
        Side side = sides.get(event.connection());
        if (side == null) {
            return; // the guest ended it in the meantime
        }
        switch (event.kind()) {
            case DATA -> side.end.send(event.bytes(), atMc);
            case CREDIT -> side.end.credit(event.amount(), atMc);
            case FINISH -> side.end.finish(atMc);
            default -> side.end.vanish(atMc);
        }
    }

    private final class Side implements OutsideEnd.Party {
        private final int connection;
        private final FarSide far;
        private OutsideEnd end;

        Side(int connection, FarSide far) {
            this.connection = connection;
            this.far = far;
        }

        @Override
        public void received(byte[] bytes) {
            log.left(bytes);
            far.received(bytes);
        }

        @Override
        public void sent(int bytes) {
            far.sent(bytes);
        }

        @Override
        public void finished() {
            far.finished();
        }

        @Override
        public void closed() {
            sides.remove(connection);
            far.closed();
        }
    }
}
