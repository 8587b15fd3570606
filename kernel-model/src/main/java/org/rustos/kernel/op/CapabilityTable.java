package org.rustos.kernel.op;

import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Revocation;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.preload.Preloading;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The capabilities of one process as an object: whoever has a capability to it may delegate to the
 * process. It also keeps open files open exactly as long as a capability names them.
 */
public final class CapabilityTable implements KernelObject {
    /** How user code of the owner names what the space knows by its handle. */
    @FunctionalInterface
    public interface Names extends Serializable {
        /** The name of a filled slot, at least 0; who asks pays for the making of it. */
        long of(Caller caller, long handle);
    }

    /** 32 bytes a slot. */
    private static final int SLOTS_PER_LINE = 2;

    private final Capabilities capabilities;
    private final CSpace space;
    private final ObjectHeader header;
    private final List<CSpace.Observer> observers = new ArrayList<>();
    private final List<Revocation> underWay = new ArrayList<>();
    private Names names = (caller, handle) -> handle;
    private Preloading preloading;
    private Copies copies = new Copies(core -> 0, 1, 0);

    /**
     * An empty table.
     *
     * @param process owner's id
     * @param slots most capabilities at a time
     * @param objectLine line of the process's object
     * @param firstLine first of {@link #lines} lines for the slots
     */
    public CapabilityTable(
            Capabilities capabilities, int process, int slots, long objectLine, long firstLine) {
        this.capabilities = capabilities;
        this.space = new CSpace(process, slots, firstLine);
        this.header = new ObjectHeader(objectLine);
        space.observe(new Lifetimes());
    }

    /** Cache lines that the slots of a table take. */
    public static int lines(int slots) {
        return slots / SLOTS_PER_LINE + 1;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    public CSpace space() {
        return space;
    }

    /** Adds somebody who keeps a copy of the slots. */
    public void observe(CSpace.Observer observer) {
        observers.add(observer);
    }

    /** From here on capabilities are handed out under other names than their handles. */
    public void names(Names next) {
        names = next;
    }

    /** From here on look-ups go through a cache of descriptors; set once. */
    public void preloading(Preloading next) {
        preloading = next;
        observe(next);
    }

    /** The cache of descriptors, or null without one. */
    public Preloading preloading() {
        return preloading;
    }

    /**
     * From here on each NUMA node has a copy of the slots.
     *
     * @param nodeOf the node of a core id
     * @param firstLine first of {@link #lines} lines for each node but the first
     */
    public void replicate(IntUnaryOperator nodeOf, int nodes, long firstLine) {
        copies = new Copies(nodeOf, nodes, firstLine);
    }

    /** Where each node but the first finds its copy of the slots. */
    private record Copies(IntUnaryOperator nodeOf, int nodes, long firstLine) {}

    private long line(int node, long handle) {
        long line = space.line(handle);
        if (node == 0) {
            return line;
        }
        long first = copies.firstLine() + (node - 1L) * lines(space.capacity());
        return first + line - space.line(0);
    }

    /** The caller's core reads a slot: its own node's copy. */
    public void touch(Caller caller, long handle) {
        caller.touch(line(copies.nodeOf().applyAsInt(caller.core().id()), handle));
    }

    /** The caller's core writes a slot: every copy, so that none is ever stale. */
    public void dirty(Caller caller, long handle) {
        for (int node = 0; node < copies.nodes(); node++) {
            caller.dirty(line(node, handle));
        }
    }

    /** What to hand out for a new capability. */
    public long name(Caller caller, long handle) {
        return names.of(caller, handle);
    }

    /** The kernel grants a first capability to an object; never refused while slots are left. */
    public CapResult grant(KernelObject object, Rights rights) {
        return capabilities.tree().grant(space, object, rights, 0, Capability.NEVER);
    }

    /** A revocation goes on in steps, between which its caller may come to an end. */
    void began(Revocation revocation) {
        underWay.add(revocation);
    }

    void over(Revocation revocation) {
        underWay.remove(revocation);
    }

    /** The owner goes away: what it began to take back is taken back. */
    public void finishRevocations() {
        for (Revocation revocation : underWay) {
            while (!revocation.done()) {
                revocation.step(Integer.MAX_VALUE);
            }
        }
        underWay.clear();
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.PROCESS;
    }

    @Override
    public ObjectHeader header() {
        return header;
    }

    private final class Lifetimes implements CSpace.Observer {
        @Override
        public void filled(long handle, Capability capability) {
            if (capability.object() instanceof OpenFile file) {
                file.retain();
            }
            observers.forEach(o -> o.filled(handle, capability));
        }

        @Override
        public void emptied(long handle, Capability capability, boolean byRevocation) {
            observers.forEach(o -> o.emptied(handle, capability, byRevocation));
            if (capability.object() instanceof OpenFile file) {
                capabilities.owe(file::release);
            }
        }
    }
}
