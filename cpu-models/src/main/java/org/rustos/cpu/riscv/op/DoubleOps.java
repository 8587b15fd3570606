package org.rustos.cpu.riscv.op;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

import org.rustos.cpu.riscv.fp.FloatArithmetic;
import org.rustos.cpu.riscv.fp.FloatComparison;
import org.rustos.cpu.riscv.fp.FloatConversion;
import org.rustos.cpu.riscv.fp.FloatStatus;

/**
 * D: what the instructions on doubles compute. The rounding mode is one of the five, already
 * resolved.
 */
public final class DoubleOps {
    private DoubleOps() {}

    public static long fadd(long a, long b, int mode, FloatStatus status) {
        return FloatArithmetic.add(BINARY64, a, b, mode, status);
    }

    public static long fsub(long a, long b, int mode, FloatStatus status) {
        return FloatArithmetic.subtract(BINARY64, a, b, mode, status);
    }

    public static long fmul(long a, long b, int mode, FloatStatus status) {
        return FloatArithmetic.multiply(BINARY64, a, b, mode, status);
    }

    public static long fdiv(long a, long b, int mode, FloatStatus status) {
        return FloatArithmetic.divide(BINARY64, a, b, mode, status);
    }

    public static long fsqrt(long a, int mode, FloatStatus status) {
        return FloatArithmetic.squareRoot(BINARY64, a, mode, status);
    }

    public static long fmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = a;
        long z = c;
        return FloatArithmetic.fused(BINARY64, x, b, z, mode, status);
    }

    public static long fmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = a;
        long z = c ^ BINARY64.signBit();
        return FloatArithmetic.fused(BINARY64, x, b, z, mode, status);
    }

    public static long fnmsub(long a, long b, long c, int mode, FloatStatus status) {
        long x = a ^ BINARY64.signBit();
        long z = c;
        return FloatArithmetic.fused(BINARY64, x, b, z, mode, status);
    }

    public static long fnmadd(long a, long b, long c, int mode, FloatStatus status) {
        long x = a ^ BINARY64.signBit();
        long z = c ^ BINARY64.signBit();
        return FloatArithmetic.fused(BINARY64, x, b, z, mode, status);
    }

    public static long fsgnj(long a, long b) {
        return a & ~BINARY64.signBit() | b & BINARY64.signBit();
    }

    public static long fsgnjn(long a, long b) {
        return a & ~BINARY64.signBit() | ~b & BINARY64.signBit();
    }

    public static long fsgnjx(long a, long b) {
        return a ^ b & BINARY64.signBit();
    }

    public static long fmin(long a, long b, FloatStatus status) {
        return FloatComparison.minimum(BINARY64, a, b, status);
    }

    public static long fmax(long a, long b, FloatStatus status) {
        return FloatComparison.maximum(BINARY64, a, b, status);
    }

    public static long feq(long a, long b, FloatStatus status) {
        return FloatComparison.equal(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long flt(long a, long b, FloatStatus status) {
        return FloatComparison.less(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long fle(long a, long b, FloatStatus status) {
        return FloatComparison.lessOrEqual(BINARY64, a, b, status) ? 1 : 0;
    }

    public static long fclass(long a) {
        return FloatComparison.classOf(BINARY64, a);
    }

    public static long fcvtWD(long a, int mode, FloatStatus status) {
        return FloatConversion.toInteger(BINARY64, a, 32, false, mode, status);
    }

    public static long fcvtWuD(long a, int mode, FloatStatus status) {
        return FloatConversion.toInteger(BINARY64, a, 32, true, mode, status);
    }

    public static long fcvtLD(long a, int mode, FloatStatus status) {
        return FloatConversion.toInteger(BINARY64, a, 64, false, mode, status);
    }

    public static long fcvtLuD(long a, int mode, FloatStatus status) {
        return FloatConversion.toInteger(BINARY64, a, 64, true, mode, status);
    }

    public static long fcvtDW(long a, int mode, FloatStatus status) {
        return FloatConversion.fromInteger(BINARY64, a << 32 >> 32, false, mode, status);
    }

    public static long fcvtDWu(long a, int mode, FloatStatus status) {
        return FloatConversion.fromInteger(BINARY64, a & 0xffffffffL, true, mode, status);
    }

    public static long fcvtDL(long a, int mode, FloatStatus status) {
        return FloatConversion.fromInteger(BINARY64, a, false, mode, status);
    }

    public static long fcvtDLu(long a, int mode, FloatStatus status) {
        return FloatConversion.fromInteger(BINARY64, a, true, mode, status);
    }

    public static long fcvtDS(long a, int mode, FloatStatus status) {
        return FloatConversion.convert(BINARY32, BINARY64, FloatOps.unbox(a), mode, status);
    }
}
