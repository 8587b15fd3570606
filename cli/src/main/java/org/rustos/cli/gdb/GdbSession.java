package org.rustos.cli.gdb;

import org.rustos.channels.Simulation;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.Holder;
import org.rustos.channels.debug.Stop;
import org.rustos.kernel.process.Process;

import java.util.function.Function;

/**
 * The debugger's side of a run: whenever the run holds, it answers packets until one of them lets
 * the run go on. A debugger that leaves takes its breakpoints along, and the run goes on.
 */
public final class GdbSession implements Holder {
    private final Inbox inbox;
    private final Function<DebuggedRun, Commands> makeCommands;
    private DebuggedRun run;
    private Commands commands;
    private Client client;
    private volatile boolean running;
    private boolean owesStop;

    GdbSession(Inbox inbox, Function<DebuggedRun, Commands> commands) {
        this.inbox = inbox;
        this.makeCommands = commands;
        inbox.attention(this::somethingCame);
    }

    /** The run that it steers; once, before it runs. */
    public void of(DebuggedRun debugged) {
        run = debugged;
        commands = makeCommands.apply(debugged);
    }

    /** On the socket's thread. */
    private void somethingCame() {
        if (running && !inbox.isEmpty()) {
            run.interrupt();
        }
    }

    @Override
    public void held(Stop stop) {
        holding(stop);
        boolean waits = client != null || stop.reason() == Stop.Reason.START;
        while (waits || !inbox.isEmpty()) {
            waits = !goesOn(inbox.take());
        }
        running = true;
        if (!inbox.isEmpty()) {
            run.interrupt();
        }
    }

    /** The run holds; a debugger that let it run is told. */
    void holding(Stop stop) {
        running = false;
        commands.held(stop);
        if (owesStop) {
            owesStop = false;
            client.send(commands.stopReply());
        }
    }

    /** Whether the run goes on after an event. */
    boolean goesOn(Inbox.Event event) {
        switch (event) {
            case Inbox.Event.Arrived arrived -> {
                client = arrived.client();
                commands.begin();
                owesStop = false;
                return false;
            }
            case Inbox.Event.Gone gone -> {
                if (gone.client() == client) {
                    client = null;
                    run.release();
                }
                return client == null;
            }
            case Inbox.Event.Interrupt _ -> {
                return client == null;
            }
            case Inbox.Event.Packet packet -> {
                return packet.client() == client ? answered(packet.body()) : client == null;
            }
        }
    }

    private boolean answered(String body) {
        Answer answer;
        try {
            answer = commands.handle(body);
        } catch (MalformedPacketException e) {
            answer = Answer.MALFORMED;
        }
        if (answer.reply() != null) {
            client.send(answer.reply());
        }
        return switch (answer.then()) {
            case STAY -> false;
            case GO_ON -> {
                owesStop = answer.reply() == null;
                yield true;
            }
            case BACK -> {
                owesStop = true;
                running = true;
                commands.back();
                yield true;
            }
            case KILL -> throw new KilledException();
        };
    }

    /** The run ended by itself. */
    public void ended(Simulation.Outcome outcome) {
        running = false;
        if (client != null && owesStop) {
            Process first = run.simulation().kernel().processes().first();
            client.send(Commands.exitReply(first, outcome));
        }
        close();
    }

    /** Nobody answers any more. */
    public void close() {
        running = false;
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
