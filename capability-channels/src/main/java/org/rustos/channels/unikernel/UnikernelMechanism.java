package org.rustos.channels.unikernel;

import org.rustos.channels.Mechanism;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.op.Capabilities;

import java.util.List;

/** The program is linked with its kernel: a request is a function call, and nothing is isolated. */
public final class UnikernelMechanism implements Mechanism {
    private static final int NO_KEY = 0;

    @Override
    public String id() {
        return "unikernel";
    }

    @Override
    public String approach() {
        return "Unikernel";
    }

    @Override
    public String description() {
        return "Function call into a library OS in the program's own address space; no isolation";
    }

    @Override
    public Bound bind(Binding binding) {
        binding.process().paths(LinkedPaths.of(binding.kernel().paths()));
        return new RustosProcess(
                binding, new Capabilities(), NO_KEY, new byte[0], List.of(new UnikernelTraps()));
    }
}
