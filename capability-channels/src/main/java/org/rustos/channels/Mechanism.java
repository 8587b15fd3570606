package org.rustos.channels;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.elf.ElfImage;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;

import java.util.List;
import java.util.SortedMap;

/**
 * One way to cross between user code and kernel: a row of the seed's table.
 *
 * <p>A mechanism only carries: it turns what the guest left behind (registers, ring entries,
 * messages) into a {@link org.rustos.kernel.op.KernelOp}, has the kernel execute it, and carries
 * the result back. Two mechanisms differ in nothing but how the request travels. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface Mechanism {
    /** Name in options, images and results. */
    String id();

    /** The row of the seed's table that it stands for. */
    String approach();

    /** One sentence on how it crosses. */
    String description();

    /** Switches that a run may set, with their defaults and meanings. */
    default List<Setting> settings() {
        return List.of();
    }

    /** Why it cannot work on a CPU, or null if it can: the reason of a not-applicable row. */
    default String notApplicable(CpuProfile profile) {
        return null;
    }

    /** Cores beyond those of user threads that it needs under some settings (polling threads). */
    default int kernelCores(Settings settings) {
        return 0;
    }

    /**
     * Makes a freshly loaded process speak this mechanism: sets its call front and handles, maps
     * what it shares with the kernel.
     *
     * @throws ProgramException if the image must not run under it (a forbidden instruction): one
     *     line
     */
    Bound bind(Binding binding) throws ProgramException;

    /**
     * What a mechanism is bound to.
     *
     * @param thread the first thread; it has not run yet
     * @param base added to the image's addresses
     */
    record Binding(
            Kernel kernel,
            Process process,
            UserThread thread,
            ElfImage image,
            long base,
            Settings settings) {}

    /** A bound mechanism; asked after the run. */
    interface Bound {
        /** What it counted (operations per tier, doorbells, empty polls), in stable order. */
        SortedMap<String, Long> counters();
    }

    /** A switch with its default. */
    record Setting(String name, String defaultValue, String meaning) {}
}
