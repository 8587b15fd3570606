package org.rustos.channels.emergency;

import org.rustos.channels.Mechanism;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.op.Capabilities;

import java.util.List;

/** Tier 3: acquire initial capabilities, debug print, abort; everything else is refused. */
public final class EmergencyMechanism implements Mechanism {
    @Override
    public String id() {
        return "emergency";
    }

    @Override
    public String approach() {
        return "RustOS tier 3: emergency system calls";
    }

    @Override
    public String description() {
        return "Minimal traps: acquire initial capabilities, debug print, abort; all else refused";
    }

    @Override
    public Bound bind(Binding binding) {
        return new RustosProcess(binding, new Capabilities(), 0, new byte[0], List.of());
    }
}
