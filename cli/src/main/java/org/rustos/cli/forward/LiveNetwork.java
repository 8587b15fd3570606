package org.rustos.cli.forward;

import org.rustos.channels.Simulation;
import org.rustos.cli.forward.NetworkEvent.Kind;
import org.rustos.core.machine.Outside;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.network.OutsideEnd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The host's network as the world outside of a machine. While cores run, what happened at the
 * sockets takes effect at the clock of the earliest. While none can go on, the host waits too: no
 * simulated time passes, unless a timer of the guest is armed; then as much as on the host.
 */
public final class LiveNetwork implements Outside, AutoCloseable {
    /** Often enough for people, seldom enough to cost nothing. */
    public static final long PERIOD_MC = 20_000_000;

    private static final long LONG_NS = 1L << 40;

    private final Kernel kernel;
    private final List<Integer> ports = new ArrayList<>();
    private final Gateway gateway = new Gateway();
    private final NetworkEnds ends;
    private final List<NetworkEvent> unheard = new ArrayList<>();

    private LiveNetwork(Kernel kernel, EventLog log) {
        this.kernel = kernel;
        this.ends = new NetworkEnds(kernel.network(), log);
    }

    /**
     * Listens for a simulation that has not run yet.
     *
     * @param log is told of everything that takes effect
     * @param say takes a line for each port
     */
    public static LiveNetwork open(
            Simulation simulation, List<Forward> forwards, EventLog log, Consumer<String> say) {
        LiveNetwork network = new LiveNetwork(simulation.kernel(), log);
        try {
            for (Forward forward : forwards) {
                int port = network.gateway.listen(forward);
                say.accept(
                        "forwarding %s port %d to the guest's port %d"
                                .formatted(forward.host(), port, forward.guestPort()));
                if (!network.ports.contains(forward.guestPort())) {
                    network.ports.add(forward.guestPort());
                }
            }
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        simulation.open(network, network.ports);
        return network;
    }

    @Override
    public long periodMc() {
        return PERIOD_MC;
    }

    @Override
    public void running(long nowMc) {
        if (!gateway.quiet() || !unheard.isEmpty()) {
            deliver(false, nowMc);
        }
    }

    @Override
    public boolean idle(long nowMc, long deadlineMc) {
        if (deliver(true, nowMc)) {
            return true;
        }
        boolean timed = deadlineMc != Long.MAX_VALUE;
        long started = System.nanoTime();
        long wait = timed ? kernel.mcToNanos(Math.max(0, deadlineMc - nowMc)) : LONG_NS;
        try {
            while (timed || anyoneCanCome()) {
                long passed = System.nanoTime() - started;
                if (!gateway.await(timed ? wait - passed : LONG_NS) && timed) {
                    return false;
                }
                passed = System.nanoTime() - started;
                long at = timed ? nowMc + kernel.nanosToMc(passed) : nowMc;
                if (timed && at >= deadlineMc) {
                    return false;
                }
                if (deliver(true, at)) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean anyoneCanCome() {
        return ends.any()
                || ports.stream().anyMatch(p -> OutsideEnd.listening(kernel.network(), p));
    }

    /** Whether anything took effect. */
    private boolean deliver(boolean idle, long atMc) {
        boolean any = false;
        for (NetworkEvent event = gateway.next(); event != null; event = gateway.next()) {
            int connection = event.connection();
            if (event.kind() == Kind.OPEN) {
                unheard.add(event);
            } else if (ends.has(connection)) {
                ends.apply(idle, atMc, event, FarSide.NONE);
                any = true;
            } else {
                unheard.removeIf(open -> open.connection() == connection);
            }
        }
        for (Iterator<NetworkEvent> opens = unheard.iterator(); opens.hasNext(); ) {
            NetworkEvent open = opens.next();
            if (OutsideEnd.awaited(kernel.network(), (int) open.amount())) {
                opens.remove();
                ends.apply(idle, atMc, open, gateway.side(open.connection()));
                any = true;
            }
        }
        return any;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
