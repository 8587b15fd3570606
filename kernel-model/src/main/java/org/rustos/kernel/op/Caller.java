package org.rustos.kernel.op;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.machine.Core;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

/**
 * On whose behalf and on which core an operation runs. The core is the one that pays: the caller's
 * own, or a polling kernel thread's.
 */
public record Caller(UserThread thread, Core core, KernelPaths paths, HandleSpace handles) {
    public Process process() {
        return thread.process();
    }

    /** Charges a kernel path to the paying core. */
    public void charge(String path) {
        core.timing().run(paths.get(path));
    }

    /** Reads one line of a kernel object. */
    public void touch(long line) {
        core.timing().kernelLoad(line);
    }

    /** Writes one line of a kernel object. */
    public void dirty(long line) {
        core.timing().kernelStore(line);
    }
}
