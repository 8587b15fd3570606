package org.rustos.kernel.op;

/** Turns an operation into its run: the same steps and prices for every mechanism. */
public interface OpExecutor {
    /** Starts an operation; nothing has happened before its first step. */
    OpRun begin(KernelOp op);
}
