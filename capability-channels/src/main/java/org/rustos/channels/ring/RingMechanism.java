package org.rustos.channels.ring;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.queue.PollingCore;
import org.rustos.channels.syscall.SyscallMechanism;
import org.rustos.kernel.linux.LinuxSyscalls;

import java.util.List;
import java.util.SortedMap;

/** Shared memory with lock-free queues: batching without capabilities. */
public final class RingMechanism implements Mechanism {
    @Override
    public String id() {
        return "ring";
    }

    @Override
    public String approach() {
        return "Shared memory";
    }

    @Override
    public String description() {
        return "Lock-free submission and completion queues in shared memory; doorbell or a polling"
                + " kernel thread";
    }

    @Override
    public List<Setting> settings() {
        return PollingCore.SETTINGS;
    }

    @Override
    public int kernelCores(Settings settings) {
        return PollingCore.count(settings);
    }

    @Override
    public Bound bind(Binding binding) {
        LinuxSyscalls linux = SyscallMechanism.adopt(binding);
        RingTraps traps =
                new RingTraps(
                        binding.kernel(),
                        binding.process(),
                        PollingCore.of(binding.kernel(), binding.settings()),
                        PollingCore.fastForward(binding.settings()));
        return () -> {
            SortedMap<String, Long> counters = SyscallMechanism.counters(linux);
            traps.count(counters);
            return counters;
        };
    }
}
