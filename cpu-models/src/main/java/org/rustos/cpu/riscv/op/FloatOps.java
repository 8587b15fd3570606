package org.rustos.cpu.riscv.op;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;

import org.rustos.cpu.riscv.fp.FloatComparison;
import org.rustos.cpu.riscv.fp.FloatStatus;
import org.rustos.cpu.riscv.fp.HostComparison;
import org.rustos.cpu.riscv.fp.HostConversion;
import org.rustos.cpu.riscv.fp.HostSingle;

/**
 * F: what the instructions on singles compute, from and to registers of 64 bits (NaN-boxed). The
 * rounding mode is one of the five, already resolved.
 */
public final class FloatOps {
    private static final long BOX = 0xffffffff00000000L;
    private static final long SIGN = 1L << 31;

    private FloatOps() {}

    /** What a single is in a register of 64 bits: ones above it. */
    public static long box(long single) {
        return single | BOX;
    }

    /** The single in a register; anything that is not boxed is the canonical NaN. */
    public static long unbox(long register) {
        return (register & BOX) == BOX ? register & ~BOX : BINARY32.canonicalNan();
    }

    public static long fadd(long a, long b, int mode, FloatStatus status) {
        return box(HostSingle.add(unbox(a), unbox(b), mode, status));
    }

    public static long fsub(long a, long b, int mode, FloatStatus status) {
        return box(HostSingle.subtract(unbox(a), unbox(b), mode, status));
    }

    public static long fmul(long a, long b, int mode, FloatStatus status) {
        return box(HostSingle.multiply(unbox(a), unbox(b), mode, status));
    }

    public static long fdiv(long a, long b, int mode, FloatStatus status) {
        return box(HostSingle.divide(unbox(a), unbox(b), mode, status));
    }

    public static long fsqrt(long a, int mode, FloatStatus status) {
        return box(HostSingle.squareRoot(unbox(a), mode, status));
    }

    public static long fmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = unbox(a);
        long z = unbox(c);
        return box(HostSingle.fused(x, unbox(b), z, mode, status));
    }

    public static long fmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = unbox(a);
        long z = unbox(c) ^ SIGN;
        return box(HostSingle.fused(x, unbox(b), z, mode, status));
    }

    public static long fnmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = unbox(a) ^ SIGN;
        long z = unbox(c);
        return box(HostSingle.fused(x, unbox(b), z, mode, status));
    }

    public static long fnmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = unbox(a) ^ SIGN;
        long z = unbox(c) ^ SIGN;
        return box(HostSingle.fused(x, unbox(b), z, mode, status));
    }

    public static long fsgnj(long a, long b) {
        return box(unbox(a) & ~SIGN | unbox(b) & SIGN);
    }

    public static long fsgnjn(long a, long b) {
        return box(unbox(a) & ~SIGN | ~unbox(b) & SIGN);
    }

    public static long fsgnjx(long a, long b) {
        return box(unbox(a) ^ unbox(b) & SIGN);
    }

    public static long fmin(long a, long b, FloatStatus status) {
        return box(HostComparison.minimum(BINARY32, unbox(a), unbox(b), status));
    }

    public static long fmax(long a, long b, FloatStatus status) {
        return box(HostComparison.maximum(BINARY32, unbox(a), unbox(b), status));
    }

    public static long feq(long a, long b, FloatStatus status) {
        return HostComparison.equal(BINARY32, unbox(a), unbox(b), status) ? 1 : 0;
    }

    public static long flt(long a, long b, FloatStatus status) {
        return HostComparison.less(BINARY32, unbox(a), unbox(b), status) ? 1 : 0;
    }

    public static long fle(long a, long b, FloatStatus status) {
        return HostComparison.lessOrEqual(BINARY32, unbox(a), unbox(b), status) ? 1 : 0;
    }

    public static long fclass(long a) {
        return FloatComparison.classOf(BINARY32, unbox(a));
    }

    public static long fcvtWS(long a, int mode, FloatStatus status) {
        return HostConversion.toWord(BINARY32, unbox(a), false, mode, status);
    }

    public static long fcvtWuS(long a, int mode, FloatStatus status) {
        return HostConversion.toWord(BINARY32, unbox(a), true, mode, status);
    }

    public static long fcvtLS(long a, int mode, FloatStatus status) {
        return HostConversion.toLong(BINARY32, unbox(a), false, mode, status);
    }

    public static long fcvtLuS(long a, int mode, FloatStatus status) {
        return HostConversion.toLong(BINARY32, unbox(a), true, mode, status);
    }

    public static long fcvtSW(long a, int mode, FloatStatus status) {
        return box(HostConversion.singleFrom(a << 32 >> 32, mode, status));
    }

    public static long fcvtSWu(long a, int mode, FloatStatus status) {
        return box(HostConversion.singleFrom(a & 0xffffffffL, mode, status));
    }

    public static long fcvtSL(long a, int mode, FloatStatus status) {
        return box(HostConversion.singleFrom(a, mode, status));
    }

    public static long fcvtSLu(long a, int mode, FloatStatus status) {
        return box(HostConversion.singleFromUnsigned(a, mode, status));
    }

    public static long fcvtSD(long a, int mode, FloatStatus status) {
        return box(HostConversion.narrow(a, mode, status));
    }

    public static long fmvXW(long a) {
        return (int) a;
    }

    public static long fmvWX(long a) {
        return box(a & 0xffffffffL);
    }
}
