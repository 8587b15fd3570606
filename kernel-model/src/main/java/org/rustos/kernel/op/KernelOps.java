package org.rustos.kernel.op;

import org.rustos.core.snapshot.Kept;

/** The kernel's operations: one row each, whatever mechanism carried the request. */
public final class KernelOps implements OpExecutor {
    private final OpExecutor files;
    private final Kept.Conversion nanosToMc;

    /**
     * The operations of one machine.
     *
     * @param files begins what works on files
     * @param nanosToMc simulated nanoseconds to millicycles
     */
    public KernelOps(OpExecutor files, Kept.Conversion nanosToMc) {
        this.files = files;
        this.nanosToMc = nanosToMc;
    }

    @Override
    public OpRun begin(KernelOp op) {
        return switch (op) {
            case KernelOp.ParentId _ -> new ParentIdRun();
            case KernelOp.Derive derive -> new DeriveRun(derive, nanosToMc);
            case KernelOp.Delegate delegate -> new DeriveRun(delegate);
            case KernelOp.Revoke revoke -> new RevokeRun(revoke.handle(), false);
            case KernelOp.Drop drop -> new RevokeRun(drop.handle(), true);
            case KernelOp.Open _,
                    KernelOp.Close _,
                    KernelOp.Read _,
                    KernelOp.Write _,
                    KernelOp.Stat _,
                    KernelOp.StatHandle _,
                    KernelOp.MapRead _,
                    KernelOp.UnmapRead _ ->
                    files.begin(op);
        };
    }
}
