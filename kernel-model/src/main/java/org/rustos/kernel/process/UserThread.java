package org.rustos.kernel.process;

import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Work;

/**
 * One thread of a process: its registers, whether it can run, and the kernel work that it left
 * behind when it blocked.
 */
public final class UserThread {
    /** What the scheduler may do with it. */
    public enum State {
        RUNNABLE,
        RUNNING,
        BLOCKED,
        DEAD
    }

    private final int id;
    private final Process process;
    private final HartContext context;
    private final long objectLine;
    private State state = State.BLOCKED;
    private Work pending;
    private int homeCore = -1;
    private long processorMc;
    private long kernelMc;
    private int priority;

    /**
     * Creates a thread that does not run yet.
     *
     * @param id thread id, unique on the machine
     * @param objectLine where its kernel object lies, see {@code KernelHeap}
     */
    public UserThread(int id, Process process, HartContext context, long objectLine) {
        this.id = id;
        this.process = process;
        this.context = context;
        this.objectLine = objectLine;
    }

    public int id() {
        return id;
    }

    public Process process() {
        return process;
    }

    public HartContext context() {
        return context;
    }

    public long objectLine() {
        return objectLine;
    }

    public State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /**
     * Kernel work that continues on the core where the thread is dispatched next; null for none.
     */
    public Work takePending() {
        Work work = pending;
        pending = null;
        return work;
    }

    /** Leaves kernel work for the next dispatch. */
    public void leavePending(Work work) {
        pending = work;
    }

    /** Time on cores until it last left one, in millicycles. */
    public long processorMc() {
        return processorMc;
    }

    void ran(long mc) {
        processorMc += mc;
    }

    /** The part of its time that the kernel spent on its calls and faults, in millicycles. */
    public long kernelMc() {
        return kernelMc;
    }

    public void ranInKernel(long mc) {
        kernelMc += mc;
    }

    /** Who is ready runs before whoever has less; all have 0 unless a mechanism says otherwise. */
    public int priority() {
        return priority;
    }

    /** Another priority; {@link Scheduler#reprioritized} makes it felt. */
    public void priority(int next) {
        priority = next;
    }

    /** The only core that may run it, or -1 for any. */
    public int homeCore() {
        return homeCore;
    }

    public void homeCore(int core) {
        homeCore = core;
    }
}
