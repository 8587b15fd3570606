package org.rustos.kernel.linux;

import org.rustos.kernel.Kernel;
import org.rustos.kernel.process.UserThread;

/**
 * The processor time of a process: its threads', those that ended, and that of children that were
 * waited for. In simulated nanoseconds.
 */
final class CpuTimes {
    private static final int USAGE_SIZE = 144;
    private static final long MICROS = 1_000_000L;

    private final LinuxProcess process;
    private long endedMc;
    private long endedKernelMc;
    private Spent children = new Spent(0, 0);

    CpuTimes(LinuxProcess process) {
        this.process = process;
    }

    /**
     * Time in user code and in the kernel.
     *
     * @param user nanoseconds
     * @param system nanoseconds
     */
    record Spent(long user, long system) {
        long total() {
            return user + system;
        }

        Spent plus(Spent other) {
            return new Spent(user + other.user, system + other.system);
        }
    }

    private Kernel kernel() {
        return process.system().kernel();
    }

    private Spent spent(long totalMc, long kernelMc) {
        long system = kernel().mcToNanos(Math.min(kernelMc, totalMc));
        return new Spent(kernel().mcToNanos(totalMc) - system, system);
    }

    /** Of one thread until now. */
    Spent of(UserThread thread) {
        return spent(kernel().scheduler().processorMc(thread), thread.kernelMc());
    }

    /** Of the process itself until now. */
    Spent own() {
        long total = endedMc;
        long inKernel = endedKernelMc;
        for (UserThread thread : process.process().threads()) {
            if (thread.state() != UserThread.State.DEAD) {
                total += kernel().scheduler().processorMc(thread);
                inKernel += thread.kernelMc();
            }
        }
        return spent(total, inKernel);
    }

    /** Of children that were waited for. */
    Spent children() {
        return children;
    }

    Spent withChildren() {
        return own().plus(children);
    }

    /** A thread is over. */
    void ended(UserThread thread) {
        endedMc += thread.processorMc();
        endedKernelMc += thread.kernelMc();
    }

    /** A child was waited for. */
    void add(CpuTimes child) {
        children = children.plus(child.withChildren());
    }

    /** struct rusage. */
    static Struct usage(Spent spent) {
        long user = spent.user() / 1000;
        long system = spent.system() / 1000;
        return new Struct(USAGE_SIZE)
                .u64(0, user / MICROS)
                .u64(8, user % MICROS)
                .u64(16, system / MICROS)
                .u64(24, system % MICROS);
    }
}
