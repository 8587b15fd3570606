package org.example.mailbox;

import org.rustos.channels.Mechanism;
import org.rustos.channels.syscall.SyscallMechanism;
import org.rustos.kernel.linux.LinuxSyscalls;

import java.util.SortedMap;

/**
 * The smallest mechanism that carries everything: one request slot in shared memory and a doorbell
 * trap without arguments. It stands beside a Linux process, as {@code ring} does.
 */
public final class MailboxMechanism implements Mechanism {
    @Override
    public String id() {
        return "mailbox";
    }

    @Override
    public String approach() {
        return "Shared memory";
    }

    @Override
    public String description() {
        return "One request slot in shared memory and a doorbell trap";
    }

    @Override
    public Bound bind(Binding binding) {
        LinuxSyscalls linux = SyscallMechanism.adopt(binding);
        MailboxTraps traps = new MailboxTraps(binding.kernel(), binding.process());
        return () -> {
            SortedMap<String, Long> counters = SyscallMechanism.counters(linux);
            traps.count(counters);
            return counters;
        };
    }
}
