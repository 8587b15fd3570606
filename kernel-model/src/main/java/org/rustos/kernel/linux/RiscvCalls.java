package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls that only riscv64 has (arch/riscv/kernel/sys_riscv.c, sys_hwprobe.c). */
final class RiscvCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("riscv_hwprobe", 5, RiscvCalls::probe),
                    new Call("riscv_flush_icache", 3, RiscvCalls::synchronizeCode));

    private static final int PAIR = 16;

    /** More than there will be keys; beyond it the call is EINVAL instead of a long time. */
    private static final int MOST_PAIRS = 1024;

    private static final int LOCAL = 1;
    private static final int HIGHEST_ADDRESS = 7;

    private RiscvCalls() {}

    /**
     * Answers pairs of key and value for the CPUs of a set; all ours are alike. A key that nobody
     * knows becomes -1.
     */
    private static long probe(Request r) {
        boolean all = r.argument(2) == 0 && r.argument(3) == 0;
        long count = r.argument(1);
        boolean sane = count >= 0 && count <= MOST_PAIRS && r.argument(4) == 0;
        if (!sane || (!all && !knownCpus(r))) {
            return Errno.EINVAL.negative();
        }
        r.charge("process.id");
        var probes = r.system().hardware().probes();
        for (int i = 0; i < count; i++) {
            long at = r.argument(0) + (long) i * PAIR;
            Struct pair = r.get(at, PAIR);
            if (pair == null) {
                return Errno.EFAULT.negative();
            }
            long key = pair.u64(0);
            Long value =
                    key == HIGHEST_ADDRESS
                            ? Long.valueOf(MemoryCalls.areas(r).userEnd() - 1)
                            : probes.get(key);
            pair.u64(0, value == null ? -1 : key).u64(8, value == null ? 0 : value);
            if (r.put(at, pair) != 0) {
                return Errno.EFAULT.negative();
            }
        }
        return 0;
    }

    /** Whether the set names a CPU that there is. */
    private static boolean knownCpus(Request r) {
        Struct set = r.argument(2) < 8 ? null : r.get(r.argument(3), 8);
        long cores = r.kernel().board().cores().size();
        return set != null && (set.u64(0) & (1L << cores) - 1) != 0;
    }

    /** Other cores take changed code from here on, as this one does after fence.i. */
    private static long synchronizeCode(Request r) {
        if ((r.argument(2) & ~LOCAL) != 0) {
            return Errno.EINVAL.negative();
        }
        r.charge("memory.protect");
        r.kernel().synchronizeCode(r.process().process().space());
        return 0;
    }
}
