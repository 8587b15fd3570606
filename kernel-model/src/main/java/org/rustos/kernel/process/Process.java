package org.rustos.kernel.process;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.AddressSpace;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.Checks;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.program.ProgramLoader;

import java.util.ArrayList;
import java.util.List;

/** One process: an address space, what it holds, its threads, and how it ended. */
@SuppressWarnings(
        "JavaLangClash") // the field calls it a process; nobody here starts host processes
public final class Process {
    private final int id;
    private final Process parent;
    private final long objectLine;
    private final List<UserThread> threads = new ArrayList<>();
    private AddressSpace space;
    private UserAreas areas;
    private CallFront front;
    private HandleSpace handles;
    private KernelPaths paths;
    private ProgramLoader.Loaded loaded;
    private int exitStatus = -1;
    private int killSignal;
    private long keyRights;
    private boolean keysFixed;
    private boolean confined;
    private long lowest;
    private long end;
    private Checks checks;

    /**
     * Creates a process without memory or threads.
     *
     * @param parent null for the first process
     * @param objectLine where its kernel object lies
     */
    public Process(int id, Process parent, long objectLine) {
        this.id = id;
        this.parent = parent;
        this.objectLine = objectLine;
        this.paths = parent == null ? null : parent.paths;
    }

    public int id() {
        return id;
    }

    /** The parent's id; 1 for the first process and for orphans, as if init had started them. */
    public int parentId() {
        return parent == null || parent.exited() ? 1 : parent.id;
    }

    public Process parent() {
        return parent;
    }

    /** How its calls and faults go through the kernel, if not as everybody's; else null. */
    public KernelPaths paths() {
        return paths;
    }

    /** Its mechanism says so once; children go the same way. */
    public void paths(KernelPaths view) {
        paths = view;
    }

    public long objectLine() {
        return objectLine;
    }

    public List<UserThread> threads() {
        return threads;
    }

    public AddressSpace space() {
        return space;
    }

    public UserAreas areas() {
        return areas;
    }

    /** Gives the process its memory (start, execve). */
    public void memory(AddressSpace newSpace, UserAreas newAreas) {
        space = newSpace;
        areas = newAreas;
    }

    /** Where its program was put. */
    public ProgramLoader.Loaded loaded() {
        return loaded;
    }

    public void loaded(ProgramLoader.Loaded where) {
        loaded = where;
    }

    /** How its system-call instruction is understood. */
    public CallFront front() {
        return front;
    }

    public void front(CallFront next) {
        front = next;
    }

    /** How its handles are looked up when the front's own calls carry them. */
    public HandleSpace handles() {
        return handles;
    }

    public void handles(HandleSpace next) {
        handles = next;
    }

    /**
     * Key rights under which the kernel checks this process's addresses, whatever its key register
     * says: a service in its address space must not lend the kernel more than the user has.
     */
    public void checkedKeyRights(long rights) {
        keyRights = rights;
        keysFixed = true;
    }

    /** The rights under which to check an address that a thread of this process passed. */
    public long keyRights(HartContext context) {
        return keysFixed ? keyRights : context.keyRights();
    }

    /**
     * Confines the addresses that the kernel takes from this process to [from, to), whatever bounds
     * a thread has at the moment: as with {@link #checkedKeyRights}.
     */
    public void confine(long from, long to) {
        confined = true;
        lowest = from;
        end = to;
    }

    /** Whether a thread of this process may name these bytes to the kernel. */
    public boolean reaches(HartContext context, long address, long bytes, Access access) {
        if (confined && (address < lowest || address >= end || bytes > end - address)) {
            return false;
        }
        return context.mayAccess(address, bytes, access);
    }

    /** The checks of its kernel. */
    public void checks(Checks kernels) {
        checks = kernels;
    }

    /** Whether the kernel forgets a check; never but in the attack suite. */
    public boolean omits(Flaw flaw) {
        return checks != null && checks.omits(flaw);
    }

    public boolean exited() {
        return exitStatus >= 0;
    }

    /** 0..255 as given to exit; 128 + signal when killed; -1 while it lives. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The signal that killed it, or 0. */
    public int killSignal() {
        return killSignal;
    }

    void ended(int status, int signal) {
        exitStatus = status;
        killSignal = signal;
    }
}
