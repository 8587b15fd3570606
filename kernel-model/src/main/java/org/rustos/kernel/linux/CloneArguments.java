package org.rustos.kernel.linux;

import java.util.List;

/**
 * What clone and clone3 ask for.
 *
 * @param stack initial stack pointer, or 0 to keep it
 */
record CloneArguments(
        long flags, long stack, long parentId, long childId, long threadPointer, int exitSignal) {
    private static final long SIGNAL = 0xff;
    private static final long CLONE_VM = 0x100;
    private static final long CLONE_FILES = 0x400;
    private static final long CLONE_VFORK = 0x4000;
    private static final long CLONE_THREAD = 0x1_0000;
    private static final long CLONE_SETTLS = 0x8_0000;
    private static final long CLONE_PARENT_SETTID = 0x10_0000;
    private static final long CLONE_CHILD_CLEARTID = 0x20_0000;
    private static final long CLONE_CHILD_SETTID = 0x100_0000;
    private static final long NAMESPACES = 0x7e02_0000L;

    /** What the call with plain arguments asks for. */
    static CloneArguments of(Request r) {
        List<String> order = r.system().abi().cloneOrder();
        long flags = r.argument(order.indexOf("flags"));
        return new CloneArguments(
                flags & ~SIGNAL,
                r.argument(order.indexOf("stack")),
                r.argument(order.indexOf("parentId")),
                r.argument(order.indexOf("childId")),
                r.argument(order.indexOf("threadPointer")),
                (int) (flags & SIGNAL));
    }

    boolean sharesMemory() {
        return (flags & CLONE_VM) != 0;
    }

    boolean thread() {
        return (flags & CLONE_THREAD) != 0;
    }

    boolean sharesFiles() {
        return (flags & CLONE_FILES) != 0;
    }

    /** The caller waits until the child executes another program or ends. */
    boolean waits() {
        return (flags & CLONE_VFORK) != 0;
    }

    boolean setsThreadPointer() {
        return (flags & CLONE_SETTLS) != 0;
    }

    boolean clearsChildId() {
        return (flags & CLONE_CHILD_CLEARTID) != 0;
    }

    boolean setsChildId() {
        return (flags & CLONE_CHILD_SETTID) != 0;
    }

    /** Asks for namespaces, which we do not have. */
    boolean asksForNamespaces() {
        return (flags & NAMESPACES) != 0;
    }

    /** Writes the new id where the caller wants it; 0 or a negative errno. */
    long tellParent(Request r, int id) {
        return (flags & CLONE_PARENT_SETTID) == 0 ? 0 : r.put(parentId, new Struct(4).u32(0, id));
    }
}
