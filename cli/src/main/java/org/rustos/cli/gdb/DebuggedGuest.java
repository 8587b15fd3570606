package org.rustos.cli.gdb;

import org.rustos.channels.Simulation;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.ReplayedStreams;
import org.rustos.core.hart.HartContext;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.program.ProgramException;

import java.util.function.Consumer;

/** A run that waits for a debugger, from its socket to its end. */
public final class DebuggedGuest implements AutoCloseable {
    private final GdbServer server;
    private final GdbSession session;
    private final DebuggedRun run;

    /**
     * Listens; nothing has run yet.
     *
     * @param maker makes the simulation, again after each step back
     * @param streams of these simulations
     * @param name of the program
     * @param image its file
     * @param say takes lines for the user
     */
    public DebuggedGuest(
            GdbAddress address,
            DebuggedRun.Maker maker,
            ReplayedStreams streams,
            String name,
            byte[] image,
            Consumer<String> say)
            throws ProgramException {
        Inbox inbox = new Inbox();
        ProgramFile program = new ProgramFile(name, image);
        session = new GdbSession(inbox, debugged -> commands(debugged, program));
        run = new DebuggedRun(maker, streams, session);
        try {
            session.of(run);
            server = new GdbServer(address, inbox, say);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        String host = server.address().getAddress().isLoopbackAddress() ? "" : address.host();
        say.accept("gdb: target remote " + host + ":" + server.address().getPort());
    }

    static Commands commands(DebuggedRun run, ProgramFile program) {
        Process first = run.simulation().kernel().processes().first();
        HartContext context = first.threads().getFirst().context();
        Registers table = Registers.of(run.simulation().board().profile().isa(), context);
        Attached attached = new Attached(run);
        Queries queries = new Queries(run, attached, table, program, new Monitor(run));
        return new Commands(run, attached, queries, table);
    }

    /** Runs to the end. */
    public Simulation.Outcome run() throws ProgramException {
        Simulation.Outcome outcome = run.run();
        session.ended(outcome);
        return outcome;
    }

    /** The simulation that ran to the end. */
    public Simulation simulation() {
        return run.simulation();
    }

    @Override
    public void close() {
        session.close();
        server.close();
        run.close();
    }
}
