package org.rustos.channels.fast;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.syscall.SyscallMechanism;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.ControlFlowGuard;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.program.ProgramException;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** System calls with hardware help; each part of it is a switch of its own. */
public final class FastSyscallMechanism implements Mechanism {
    private static final String FRED = "fred";
    private static final String SHADOW_STACK = "shadow-stack";
    private static final String IBT = "ibt";
    private static final String DESCRIPTORS = "descriptors";

    @Override
    public String id() {
        return "fast-syscall";
    }

    @Override
    public String approach() {
        return "Hardware fast syscalls";
    }

    @Override
    public String description() {
        return "System calls by FRED, with shadow stack, landing pads and buffers that hardware"
                + " checks";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(FRED, "1", "event delivery that makes its own frame (x86-64 only)"),
                new Setting(SHADOW_STACK, "1", "returns must go where the call came from"),
                new Setting(IBT, "1", "indirect branches must land on a landing pad"),
                new Setting(DESCRIPTORS, "1", "hardware checks user buffers, not the kernel"));
    }

    @Override
    public String notApplicable(CpuProfile profile) {
        return profile.isa() == Isa.RISCV64
                ? "this core has neither Zicfiss nor Zicfilp, and one way into a trap"
                : null;
    }

    private static boolean on(Settings settings, String name) {
        return settings.number(name, 1) != 0;
    }

    @Override
    public Bound bind(Binding binding) throws ProgramException {
        CpuProfile profile = binding.kernel().board().profile();
        String reason = notApplicable(profile);
        if (reason != null) {
            throw new ProgramException(id() + " on " + profile.id() + ": " + reason);
        }
        Settings settings = binding.settings();
        boolean shadow = on(settings, SHADOW_STACK);
        boolean ibt = on(settings, IBT);
        boolean fred = on(settings, FRED) && profile.isa() == Isa.X86_64;
        binding.process()
                .paths(FastPaths.of(binding.kernel().paths(), fred, on(settings, DESCRIPTORS)));
        if (shadow || ibt) {
            binding.thread().context().guard(new ControlFlowGuard(shadow, ibt));
        }
        LinuxSyscalls linux = SyscallMechanism.adopt(binding);
        return () -> counters(linux);
    }

    private static SortedMap<String, Long> counters(LinuxSyscalls linux) {
        return new TreeMap<>(SyscallMechanism.counters(linux));
    }
}
