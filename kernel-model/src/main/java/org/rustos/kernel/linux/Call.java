package org.rustos.kernel.linux;

import org.rustos.kernel.op.KernelOp;

import java.io.Serializable;

/**
 * One row of the table of calls.
 *
 * @param name Linux's name
 * @param arguments how many it has, for traces
 * @param operation what every mechanism knows, if the call is nothing but that; may be null
 * @param handler serves it where it is more
 */
record Call(String name, int arguments, Operation operation, Handler handler) {
    Call(String name, int arguments, Handler handler) {
        this(name, arguments, null, handler);
    }

    /** Turns a call into an operation of the kernel. */
    interface Operation extends Serializable {
        /** The operation, or null if this call asks for more than it does. */
        KernelOp of(Request request);
    }
}
