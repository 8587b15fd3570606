package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

/**
 * The light trap at a gate that leads to memory which user code has not: the kernel compares the
 * address, puts other tables in place and returns; it saves no register and looks at none. Anywhere
 * else the trap is refused.
 */
final class DoorWork implements Work {
    private static final String PATH = "direct.door";

    private final RustosProcess process;
    private final ServiceImage.Door door;
    private final UserThread thread;
    private final boolean enters;

    DoorWork(RustosProcess process, ServiceImage.Door door, UserThread thread, long number) {
        this.process = process;
        this.door = door;
        this.thread = thread;
        this.enters = number == TrapNumbers.DIRECT_ENTER;
    }

    @Override
    public Progress step(Core core) {
        core.timing().run(process.kernel().paths().get(PATH));
        HartContext registers = thread.context();
        if (registers.pc() != (enters ? door.entered() : door.left())) {
            process.count("direct.trespasses");
            registers.result(Errno.EPERM.negative());
        } else {
            registers.keyRights(enters ? DirectLayout.PKRU_SERVICE : DirectLayout.PKRU_USER);
        }
        return Progress.DONE;
    }
}
