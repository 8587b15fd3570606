package org.rustos.channels.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.ipc.Endpoint;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/**
 * A server with an endpoint and clients of it, as Java guests in processes of their own. The run
 * ends with the first process, the main one.
 */
final class MessageWorld implements AutoCloseable {
    /** What a guest of this world does, with its handle of the endpoint. */
    interface Program {
        void run(Talker talker, long endpoint) throws InterruptedException;
    }

    private final FakeMachine machine;
    private final MessageSystem system;
    private final MessageTraps main;
    private Endpoint endpoint;

    MessageWorld(int cores) {
        machine = new FakeMachine(cores);
        system =
                new MessageSystem(
                        new Mechanism.Binding(
                                machine.kernel(),
                                machine.process(),
                                machine.thread(),
                                null,
                                0,
                                Settings.NONE));
        main = system.join(machine.process(), machine.thread(), List.of());
    }

    FakeMachine machine() {
        return machine;
    }

    long clockMc() {
        return machine.board().cores().getFirst().clockMc();
    }

    long counted(String what) {
        var all = new java.util.TreeMap<String, Long>();
        system.ipc().counts().addTo(all);
        return all.get("message." + what);
    }

    /** The server: the endpoint's owner, with all rights to it. It starts before the others. */
    MessageTraps server(Program program) {
        return server(0, program);
    }

    MessageTraps server(int priority, Program program) {
        MessageTraps[] traps = new MessageTraps[1];
        long[] handle = new long[1];
        UserThread thread = machine.another(guest -> program.run(new Talker(guest), handle[0]));
        thread.priority(priority);
        traps[0] = system.join(thread.process(), thread, List.of());
        endpoint = system.ipc().newEndpoint(traps[0].self());
        handle[0] = system.ipc().grant(traps[0].self(), endpoint, Rights.ALL, 0);
        machine.kernel().scheduler().ready(thread, 0);
        return traps[0];
    }

    /** Another client, with a badge. */
    MessageTraps client(long badge, int priority, Program program) {
        long[] handle = new long[1];
        UserThread thread = machine.another(guest -> program.run(new Talker(guest), handle[0]));
        thread.priority(priority);
        MessageTraps traps = system.join(thread.process(), thread, List.of());
        handle[0] =
                system.ipc().grant(traps.self(), endpoint, Rights.WRITE.or(Rights.GRANT), badge);
        machine.kernel().scheduler().ready(thread, 0);
        return traps;
    }

    CapabilityTable mainTable() {
        return main.self().table();
    }

    /** Runs the main process, whose handle has badge 1, to its end. */
    ExitReason run(Program program) {
        long handle = system.ipc().grant(main.self(), endpoint, Rights.WRITE.or(Rights.GRANT), 1);
        return runGuest(guest -> program.run(new Talker(guest), handle));
    }

    private ExitReason runGuest(FakeGuest.Program program) {
        return machine.run(
                guest -> {
                    program.run(guest);
                    Boot.abort(guest, 0);
                });
    }

    /** Runs, and the main process must end well. */
    void complete(Program program) {
        assertEquals(ExitReason.FINISHED, run(program));
        assertEquals(0, machine.process().exitStatus());
    }

    @Override
    public void close() {
        machine.close();
    }
}
