package org.rustos.kernel.op;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.machine.Core;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

/**
 * On whose behalf and on which core an operation runs. The core is the one that pays: the caller's
 * own, or a polling kernel thread's.
 */
public record Caller(UserThread thread, Core core, KernelPaths paths, HandleSpace handles)
        implements Payer {
    public Process process() {
        return thread.process();
    }

    /** Whether the kernel forgets a check for this caller; never but in the attack suite. */
    public boolean omits(Flaw flaw) {
        return process().omits(flaw);
    }

    @Override
    public void charge(String path) {
        core.timing().run(paths.get(path));
    }

    @Override
    public void touch(long line) {
        core.timing().kernelLoad(line);
    }

    @Override
    public long nowMc() {
        return core.clockMc();
    }

    @Override
    public void dirty(long line) {
        core.timing().kernelStore(line);
    }
}
