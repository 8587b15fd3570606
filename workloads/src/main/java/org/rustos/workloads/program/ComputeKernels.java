package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

import java.util.List;

/**
 * The compute kernels that run on a host and on its model: the same image on both sides, so that a
 * difference in cycles is the model's. No {@link org.rustos.workloads.Workload}, because it exists
 * for one mechanism and crosses nothing.
 */
public final class ComputeKernels {
    /** The system-call ABI that the image speaks, on both sides. */
    public static final String MECHANISM = "syscall";

    /** Bytes of guest RAM that every kernel finds room in. */
    public static final long RAM_BYTES = 64L << 20;

    private static final String PROGRAM = "kernels";

    private static final List<String> NAMES =
            List.of(
                    "chase_l1",
                    "chase_l2",
                    "chase_l3",
                    "loads_l2",
                    "loads_l3",
                    "copy_l2",
                    "copy_l3",
                    "sort",
                    "matrix_int",
                    "matrix_double",
                    "hash_bytes",
                    "hash_table",
                    "search",
                    "divide_gcd",
                    "divide_modulo",
                    "forward_histogram",
                    "forward_chain",
                    "calls_tree",
                    "calls_pattern",
                    "calls_random");

    private ComputeKernels() {}

    /** Names of the kernels, in the order in which they are reported. */
    public static List<String> names() {
        return NAMES;
    }

    /** The ELF image, a static Linux program. */
    public static byte[] image() {
        return GuestImages.read(Isa.X86_64, MECHANISM, PROGRAM);
    }

    /**
     * The program's argv.
     *
     * @param samples measured runs, 1 to 256
     * @param onHost whether it runs outside the simulator, where a marker would be a fault
     */
    public static List<String> arguments(String kernel, int samples, boolean onHost) {
        return List.of(
                PROGRAM, "kernel=" + kernel, "samples=" + samples, "host=" + (onHost ? 1 : 0));
    }
}
