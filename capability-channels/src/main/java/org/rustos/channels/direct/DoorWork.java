package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/**
 * The light trap at a gate that leads to memory which user code has not: between the entry and the
 * exit that every trap has, the kernel compares the address and puts other tables in place; it
 * dispatches nothing and changes no register. Anywhere else the trap is refused.
 */
final class DoorWork implements Work {
    private static final List<String> PATHS =
            List.of("syscall.entry", "direct.door", "syscall.exit");

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
        for (String path : PATHS) {
            core.timing().run(process.kernel().paths().get(path));
        }
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
