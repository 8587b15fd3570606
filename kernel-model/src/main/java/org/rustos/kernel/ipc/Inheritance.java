package org.rustos.kernel.ipc;

import org.rustos.core.machine.Core;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Capabilities that a thread gives to a process which it starts, named as in a message. */
public final class Inheritance {
    private final Carrier carrier;
    private final IpcThread parent;
    private Message message;

    public Inheritance(Ipc ipc, IpcThread parent) {
        this.carrier = new Carrier(ipc);
        this.parent = parent;
    }

    /** Fetches and checks so many from the parent's buffer; OK or the refusal. */
    public Errno fetch(Core core, int count) {
        Carrier.Fetched fetched =
                carrier.fetch(parent, core, new MessageInfo(0, count, false, false));
        message = fetched.message();
        return fetched.error();
    }

    /** Gives them; handles in the child's table, or a negative errno each. */
    public List<Long> give(Core core, IpcThread child) {
        return carrier.give(message, parent, child, core);
    }
}
