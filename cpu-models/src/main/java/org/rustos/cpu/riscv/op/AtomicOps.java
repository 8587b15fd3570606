package org.rustos.cpu.riscv.op;

/** A: what an AMO writes, from what memory held and what the register holds. */
public final class AtomicOps {
    private AtomicOps() {}

    public static long amoswap(long memory, long register) {
        return register;
    }

    public static long amoadd(long memory, long register) {
        return memory + register;
    }

    public static long amoxor(long memory, long register) {
        return memory ^ register;
    }

    public static long amoand(long memory, long register) {
        return memory & register;
    }

    public static long amoor(long memory, long register) {
        return memory | register;
    }

    public static long amomin(long memory, long register) {
        return Math.min(memory, register);
    }

    public static long amomax(long memory, long register) {
        return Math.max(memory, register);
    }

    /** Unsigned order survives sign extension, so words need no rule of their own. */
    public static long amominu(long memory, long register) {
        return Long.compareUnsigned(memory, register) < 0 ? memory : register;
    }

    public static long amomaxu(long memory, long register) {
        return Long.compareUnsigned(memory, register) > 0 ? memory : register;
    }
}
