package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The microbenchmarks that were run on real silicon, as a guest program: what {@code ./rustos
 * validate} compares the simulated CPU with. No {@link org.rustos.workloads.Workload}, because it
 * exists for one mechanism and its parameter is the name of a row.
 *
 * <p>The program marks stretches of value 1; the END marker counts what the row's unit divides by.
 */
public final class Silicon {
    /** The mechanism that every row runs over. */
    public static final String MECHANISM = "syscall";

    private static final String PROGRAM = "silicon";
    private static final String CHASE = "chase_";
    private static final long LEAST_RAM = 64L << 20;

    private static final List<String> INSTRUCTIONS =
            List.of(
                    "add_dep",
                    "imul64_dep",
                    "mul64_dep_lo",
                    "div32_dep",
                    "div64_small_dep",
                    "div64_large_dep",
                    "div64_128by64_dep",
                    "addsd_dep",
                    "nop",
                    "push_pop",
                    "pushf_popf",
                    "gpr_save_restore_15",
                    "load_l1_dep",
                    "store_load_fwd_base",
                    "store_load_fwd_rsp",
                    "store_load_fwd_addrdep",
                    "store_load_fwd_partial_stall",
                    "lock_add_l1",
                    "lock_add_l1_independent8",
                    "lock_cmpxchg_l1",
                    "xchg_mem_l1",
                    "mfence",
                    "lfence",
                    "sfence",
                    "store_mfence",
                    "pause",
                    "prefetcht0_l1",
                    "rdtsc",
                    "rdtscp",
                    "rdpkru",
                    "wrpkru_same_value",
                    "wrpkru_toggle_pair",
                    "wrpkru_plus_20adds",
                    "wrpkru_plus_independent_load",
                    "rdfsbase",
                    "wrfsbase",
                    "call_ret_empty",
                    "indirect_call_reg",
                    "indirect_call_mem",
                    "lfence_indirect_call",
                    "retpoline_call",
                    "memcpy_64B_hot",
                    "branch_random_50pct",
                    "branch_alternating",
                    "indirect_call_random2",
                    "indirect_call_alternating2");

    private static final List<String> CALLS =
            List.of(
                    "syscall_enosys_9999",
                    "null_syscall_getppid",
                    "syscall_getpid",
                    "syscall_gettid",
                    "syscall_time",
                    "syscall_clock_gettime",
                    "sched_yield",
                    "rt_sigprocmask",
                    "lseek_tmpfs",
                    "fstat_tmpfs",
                    "stat_tmpfs",
                    "read_devzero_1",
                    "read_devzero_64",
                    "read_devzero_4096",
                    "read_devnull_1",
                    "write_devnull_1",
                    "write_devnull_64",
                    "write_devnull_4096",
                    "pread_tmpfs_1",
                    "pread_tmpfs_64",
                    "pread_tmpfs_4096",
                    "pwrite_tmpfs_1",
                    "pwrite_tmpfs_64",
                    "pwrite_tmpfs_4096",
                    "dup_close",
                    "open_close_tmpfs",
                    "pipe_write_read_same_thread_1",
                    "pipe_write_read_same_thread_64",
                    "pipe_write_read_same_thread_4096",
                    "futex_wait_eagain_private",
                    "futex_wake_no_waiter_private",
                    "futex_wake_no_waiter_shared",
                    "mmap_munmap_4k_untouched");

    private static final int[] CHASE_KIB = {
        16, 32, 64, 128, 256, 512, 1024, 4096, 16384, 32768, 65536, 262144
    };
    private static final int[] TLB_PAGES = {
        16, 32, 48, 64, 128, 256, 512, 1024, 1536, 2048, 8192, 32768
    };

    private Silicon() {}

    /**
     * Names of the rows that the program has, as in the file of measurements. A row that the file
     * derives from two others ({@code branch_mispredict_penalty} = (random - alternating) / 0.5) is
     * not among them.
     */
    public static List<String> rows() {
        List<String> rows = new ArrayList<>(INSTRUCTIONS);
        rows.addAll(CALLS);
        for (String pages : List.of("2M", "4K")) {
            for (int kib : CHASE_KIB) {
                rows.add(CHASE + kib + "K_" + pages);
            }
            for (int count : TLB_PAGES) {
                rows.add("tlb_1line_per_4Kstride_" + count + "pages_" + pages);
            }
        }
        return Collections.unmodifiableList(rows);
    }

    /** The ELF image; x86-64 is the only ISA with a silicon to compare with. */
    public static byte[] image() {
        return GuestImages.read(Isa.X86_64, MECHANISM, PROGRAM);
    }

    /**
     * The program's argv.
     *
     * @param repeats measured stretches, 1 or more
     */
    public static List<String> arguments(String row, int repeats) {
        return List.of(PROGRAM, "row=" + row, "repeats=" + repeats);
    }

    /** Bytes of guest RAM that a row needs, kernel included. */
    public static long ramBytes(String row) {
        if (row.startsWith(CHASE)) {
            String kib = row.substring(CHASE.length(), row.indexOf('K', CHASE.length()));
            return LEAST_RAM + 2 * (Long.parseLong(kib) << 10);
        }
        return row.startsWith("tlb_") ? 4 * LEAST_RAM : LEAST_RAM;
    }
}
