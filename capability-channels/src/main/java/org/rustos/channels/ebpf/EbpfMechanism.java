package org.rustos.channels.ebpf;

import org.rustos.channels.Mechanism;
import org.rustos.channels.syscall.SyscallMechanism;
import org.rustos.kernel.linux.LinuxSyscalls;

import java.util.SortedMap;

/** Sandboxed code next to the data instead of crossings. */
public final class EbpfMechanism implements Mechanism {
    @Override
    public String id() {
        return "ebpf";
    }

    @Override
    public String approach() {
        return "eBPF sandboxing";
    }

    @Override
    public String description() {
        return "Verified programs run in the kernel: packet filter, system-call filter, chained"
                + " lookups; the rest stays a system call";
    }

    @Override
    public Bound bind(Binding binding) {
        LinuxSyscalls linux = SyscallMechanism.adopt(binding);
        EbpfTraps traps = new EbpfTraps(binding.kernel(), binding.process(), linux.abi());
        return () -> {
            SortedMap<String, Long> counters = SyscallMechanism.counters(linux);
            traps.count(counters);
            return counters;
        };
    }
}
