package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The microbenchmarks that were run on real silicon, as guest programs: what {@code ./rustos
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

    private static final int[] CHASE_KIB = {
        16, 32, 64, 128, 256, 512, 1024, 4096, 16384, 32768, 65536, 262144
    };
    private static final int[] COPY_KIB = {16, 256, 4096};
    private static final int[] TLB_PAGES = {
        16, 32, 48, 64, 128, 256, 512, 1024, 1536, 2048, 8192, 32768
    };

    private Silicon() {}

    /**
     * Names of the rows that the programs have, as in the file of measurements. A row that the file
     * derives from two others ({@code branch_mispredict_penalty} = (random - alternating) / 0.5) is
     * not among them.
     */
    public static List<String> rows() {
        List<String> rows = new ArrayList<>(INSTRUCTIONS);
        rows.addAll(SiliconCalls.ROWS);
        rows.addAll(SiliconCores.rows());
        rows.add("memset_4K_hot");
        for (int kib : COPY_KIB) {
            rows.add("bw_rep_movsb_copy_" + kib + "K");
        }
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

    /** The ELF image that has a row; x86-64 is the only ISA with a silicon to compare with. */
    public static byte[] image(String row) {
        return GuestImages.read(Isa.X86_64, MECHANISM, program(row));
    }

    private static String program(String row) {
        if (SiliconCores.has(row)) {
            return SiliconCores.PROGRAM;
        }
        return SiliconCalls.ROWS.contains(row) ? SiliconCalls.PROGRAM : PROGRAM;
    }

    /**
     * The program's argv.
     *
     * @param repeats measured stretches, 1 or more
     */
    public static List<String> arguments(String row, int repeats) {
        return List.of(program(row), "row=" + row, "repeats=" + repeats);
    }

    /**
     * The physical cores that a row needs, its own first.
     *
     * @param coresPerCluster cores that share an L3
     */
    public static List<Integer> slots(String row, int coresPerCluster) {
        return SiliconCores.has(row) ? SiliconCores.slots(row, coresPerCluster) : List.of(0);
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
