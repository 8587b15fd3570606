package org.rustos.channels.request;

import org.rustos.channels.grant.GrantWindow;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.op.FileOps;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.KernelOps;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpRun;

/** The kernel's operations as mechanisms reach them, with the guest ABI's attributes and grants. */
public final class MechanismOps implements OpExecutor {
    private final Kernel kernel;
    private final GrantWindow grants;
    private final Capabilities capabilities;
    private final OpExecutor kernelOps;

    /**
     * The operations of one process.
     *
     * @param grants where MAP_READ maps, or null: then it is refused
     * @param capabilities what operations settle with, or null for handles without capabilities
     */
    public MechanismOps(Kernel kernel, GrantWindow grants, Capabilities capabilities) {
        this.kernel = kernel;
        this.grants = grants;
        this.capabilities = capabilities;
        this.kernelOps =
                new KernelOps(new FileOps(kernel.files(), kernel.userMemory()), kernel::nanosToMc);
    }

    @Override
    public OpRun begin(KernelOp op) {
        OpRun run = plain(op);
        return capabilities == null ? run : new SettledRun(run, capabilities);
    }

    private OpRun plain(KernelOp op) {
        return switch (op) {
            case KernelOp.Stat stat -> new StatRun(kernel, stat);
            case KernelOp.StatHandle stat -> new StatRun(kernel, stat);
            case KernelOp.MapRead map when grants != null -> new MapRun(grants, map);
            case KernelOp.UnmapRead unmap when grants != null -> new UnmapRun(grants, unmap);
            default -> kernelOps.begin(op);
        };
    }
}
