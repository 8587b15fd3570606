package org.rustos.channels.syscall;

import org.rustos.channels.Hardware;
import org.rustos.channels.Mechanism;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.kernel.linux.LinuxAbi;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.program.ProgramLoader;

import java.util.SortedMap;
import java.util.TreeMap;

/** The baseline: a trap, validation and copies for every operation. */
public final class SyscallMechanism implements Mechanism {
    @Override
    public String id() {
        return "syscall";
    }

    @Override
    public String approach() {
        return "Traditional system calls";
    }

    @Override
    public String description() {
        return "Trap, dispatch, parameter validation and copies for every operation (Linux ABI)";
    }

    @Override
    public Bound bind(Binding binding) {
        LinuxSyscalls linux = adopt(binding);
        return () -> counters(linux);
    }

    /** Makes the process a Linux process. */
    public static LinuxSyscalls adopt(Binding binding) {
        CpuProfile profile = binding.kernel().board().profile();
        LinuxSyscalls linux =
                new LinuxSyscalls(
                        binding.kernel(), LinuxAbi.of(profile.isa()), Hardware.of(profile));
        ProgramLoader.Loaded loaded = binding.process().loaded();
        String name = loaded == null ? "program" : loaded.arguments().getFirst();
        linux.adopt(binding.process(), "/" + name, binding.image());
        return linux;
    }

    /** How often each call was made. */
    public static SortedMap<String, Long> counters(LinuxSyscalls linux) {
        SortedMap<String, Long> counters = new TreeMap<>();
        linux.totals().forEach((name, total) -> counters.put("syscall." + name, total.count()));
        return counters;
    }
}
