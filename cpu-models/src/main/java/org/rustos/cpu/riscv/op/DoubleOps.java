package org.rustos.cpu.riscv.op;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

import org.rustos.cpu.riscv.fp.FloatComparison;
import org.rustos.cpu.riscv.fp.FloatStatus;
import org.rustos.cpu.riscv.fp.HostComparison;
import org.rustos.cpu.riscv.fp.HostConversion;
import org.rustos.cpu.riscv.fp.HostDouble;

/**
 * D: what the instructions on doubles compute. The rounding mode is one of the five, already
 * resolved.
 */
public final class DoubleOps {
    private static final long SIGN = Long.MIN_VALUE;

    private DoubleOps() {}

    public static long fadd(long a, long b, int mode, FloatStatus status) {
        return HostDouble.add(a, b, mode, status);
    }

    public static long fsub(long a, long b, int mode, FloatStatus status) {
        return HostDouble.subtract(a, b, mode, status);
    }

    public static long fmul(long a, long b, int mode, FloatStatus status) {
        return HostDouble.multiply(a, b, mode, status);
    }

    public static long fdiv(long a, long b, int mode, FloatStatus status) {
        return HostDouble.divide(a, b, mode, status);
    }

    public static long fsqrt(long a, int mode, FloatStatus status) {
        return HostDouble.squareRoot(a, mode, status);
    }

    public static long fmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = a;
        long z = c;
        return HostDouble.fused(x, b, z, mode, status);
    }

    public static long fmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = a;
        long z = c ^ SIGN;
        return HostDouble.fused(x, b, z, mode, status);
    }

    public static long fnmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = a ^ SIGN;
        long z = c;
        return HostDouble.fused(x, b, z, mode, status);
    }

    public static long fnmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = a ^ SIGN;
        long z = c ^ SIGN;
        return HostDouble.fused(x, b, z, mode, status);
    }

    public static long fsgnj(long a, long b) {
        return a & ~SIGN | b & SIGN;
    }

    public static long fsgnjn(long a, long b) {
        return a & ~SIGN | ~b & SIGN;
    }

    public static long fsgnjx(long a, long b) {
        return a ^ b & SIGN;
    }

    public static long fmin(long a, long b, FloatStatus status) {
        return HostComparison.minimum(BINARY64, a, b, status);
    }

    public static long fmax(long a, long b, FloatStatus status) {
        return HostComparison.maximum(BINARY64, a, b, status);
    }

    public static long feq(long a, long b, FloatStatus status) {
        return HostComparison.equal(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long flt(long a, long b, FloatStatus status) {
        return HostComparison.less(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long fle(long a, long b, FloatStatus status) {
        return HostComparison.lessOrEqual(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long fclass(long a) {
        return FloatComparison.classOf(BINARY64, a);
    }

    public static long fcvtWD(long a, int mode, FloatStatus status) {
        return HostConversion.toWord(BINARY64, a, false, mode, status);
    }

    public static long fcvtWuD(long a, int mode, FloatStatus status) {
        return HostConversion.toWord(BINARY64, a, true, mode, status);
    }

    public static long fcvtLD(long a, int mode, FloatStatus status) {
        return HostConversion.toLong(BINARY64, a, false, mode, status);
    }

    public static long fcvtLuD(long a, int mode, FloatStatus status) {
        return HostConversion.toLong(BINARY64, a, true, mode, status);
    }

    public static long fcvtDW(long a, int mode, FloatStatus status) {
        return HostConversion.doubleFrom(a << 32 >> 32, mode, status);
    }

    public static long fcvtDWu(long a, int mode, FloatStatus status) {
        return HostConversion.doubleFrom(a & 0xffffffffL, mode, status);
    }

    public static long fcvtDL(long a, int mode, FloatStatus status) {
        return HostConversion.doubleFrom(a, mode, status);
    }

    public static long fcvtDLu(long a, int mode, FloatStatus status) {
        return HostConversion.doubleFromUnsigned(a, mode, status);
    }

    public static long fcvtDS(long a, int mode, FloatStatus status) {
        return HostConversion.widen(FloatOps.unbox(a), mode, status);
    }
}
