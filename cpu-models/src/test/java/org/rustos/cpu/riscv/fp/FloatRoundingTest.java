package org.rustos.cpu.riscv.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** All five modes against exact fractions, and the cases that have no exact result. */
class FloatRoundingTest {
    private static final int TRIES = 1_500;

    private final FloatStatus status = new FloatStatus();

    @ParameterizedTest
    @EnumSource(FloatFormat.class)
    void everyModeRoundsTheExactResult(FloatFormat format) {
        Random random = new Random(5);
        for (int i = 0; i < TRIES; i++) {
            int mode = i % 5;
            long a = number(format, random, 0);
            long b = number(format, random, a);
            long c = number(format, random, a);
            BigDecimal x = value(format, a);
            BigDecimal y = value(format, b);
            BigDecimal z = value(format, c);
            compare(format, "add", x.add(y), a, b, 0, mode);
            compare(format, "mul", x.multiply(y), a, b, 0, mode);
            compare(format, "fma", x.multiply(y).add(z), a, b, c, mode);
            quotient(format, x, y, a, b, mode);
            root(format, x.abs(), a & format.signBit() - 1, mode);
        }
    }

    private void compare(
            FloatFormat format, String name, BigDecimal exact, long a, long b, long c, int mode) {
        if (exact.signum() == 0) {
            return;
        }
        BigInteger[] fraction = fraction(exact.abs());
        check(format, name, exact.signum() < 0, fraction[0], fraction[1], a, b, c, mode);
    }

    private void quotient(
            FloatFormat format, BigDecimal x, BigDecimal y, long a, long b, int mode) {
        BigInteger[] n = fraction(x.abs());
        BigInteger[] d = fraction(y.abs());
        boolean negative = x.signum() * y.signum() < 0;
        check(format, "div", negative, n[0].multiply(d[1]), n[1].multiply(d[0]), a, b, 0, mode);
    }

    /** An integer root with 600 more bits, and one bit for what is left. */
    private void root(FloatFormat format, BigDecimal x, long a, int mode) {
        BigInteger[] parts = fraction(x);
        BigInteger square = parts[0].multiply(parts[1]).shiftLeft(1200);
        BigInteger[] root = square.sqrtAndRemainder();
        BigInteger jammed = root[0].shiftLeft(1).add(BigInteger.valueOf(root[1].signum()));
        check(format, "sqrt", false, jammed, parts[1].shiftLeft(601), a, 0, 0, mode);
    }

    private void check(
            FloatFormat format,
            String name,
            boolean negative,
            BigInteger n,
            BigInteger d,
            long a,
            long b,
            long c,
            int mode) {
        ExactResult expected = ExactResult.of(format, negative, n, d, mode);
        status.flags(0);
        long result =
                switch (name) {
                    case "add" -> FloatArithmetic.add(format, a, b, mode, status);
                    case "mul" -> FloatArithmetic.multiply(format, a, b, mode, status);
                    case "div" -> FloatArithmetic.divide(format, a, b, mode, status);
                    case "sqrt" -> FloatArithmetic.squareRoot(format, a, mode, status);
                    default -> FloatArithmetic.fused(format, a, b, c, mode, status);
                };
        String what =
                name + " " + Long.toHexString(a) + " " + Long.toHexString(b) + " mode " + mode;
        assertEquals(Long.toHexString(expected.bits()), Long.toHexString(result), what);
        assertEquals(expected.flags(), status.flags(), what);
    }

    @ParameterizedTest
    @CsvSource({
        // value, width, unsigned, mode, result, flags
        "2.5, 64, false, 0, 2, 1",
        "2.5, 64, false, 4, 3, 1",
        "-2.5, 64, false, 4, -3, 1",
        "-2.5, 64, false, 2, -3, 1",
        "-0.5, 64, true, 0, 0, 1",
        "-0.75, 64, true, 0, 0, 16",
        "-1, 32, true, 0, 0, 16",
        "1e-300, 64, false, 3, 1, 1",
        "-1e-300, 64, false, 2, -1, 1",
        "2147483647.5, 32, false, 1, 2147483647, 1",
        "2147483647.5, 32, false, 0, 2147483647, 16",
        "-2147483648.5, 32, false, 0, -2147483648, 1",
        "4294967295, 32, true, 0, -1, 0",
        "4294967296, 32, true, 0, -1, 16",
        "9223372036854775808, 64, false, 0, 9223372036854775807, 16",
        "9223372036854775808, 64, true, 0, -9223372036854775808, 0",
        "-9223372036854775808, 64, false, 0, -9223372036854775808, 0",
        "18446744073709551616, 64, true, 0, -1, 16",
        "NaN, 32, false, 0, 2147483647, 16",
        "NaN, 64, true, 0, -1, 16",
        "-Infinity, 64, false, 0, -9223372036854775808, 16",
    })
    void integersAreRoundedAndHeldInRange(
            double value, int width, boolean unsigned, int mode, long result, int flags) {
        long bits = Double.doubleToRawLongBits(value);
        assertEquals(
                result, FloatConversion.toInteger(BINARY64, bits, width, unsigned, mode, status));
        assertEquals(flags, status.flags());
    }

    @ParameterizedTest
    @CsvSource({
        "-Infinity, 1",
        "-1, 2",
        "-1e-310, 4",
        "-0.0, 8",
        "0.0, 16",
        "1e-310, 32",
        "1, 64",
        "Infinity, 128",
        "NaN, 512",
    })
    void classesAreBits(double value, int mask) {
        assertEquals(mask, FloatComparison.classOf(BINARY64, Double.doubleToRawLongBits(value)));
    }

    @ParameterizedTest
    @CsvSource({
        // a, b, minimum, maximum, flags
        "3f800000, 40000000, 3f800000, 40000000, 0",
        "80000000, 0, 80000000, 0, 0",
        "0, 80000000, 80000000, 0, 0",
        "7fc00000, 3f800000, 3f800000, 3f800000, 0",
        "7f800001, 3f800000, 3f800000, 3f800000, 16",
        "7fc00001, ffc00000, 7fc00000, 7fc00000, 0",
    })
    void extremesPreferNumbers(String a, String b, String least, String most, int flags) {
        long x = Long.parseLong(a, 16);
        long y = Long.parseLong(b, 16);
        assertEquals(least, Long.toHexString(FloatComparison.minimum(BINARY32, x, y, status)));
        assertEquals(most, Long.toHexString(FloatComparison.maximum(BINARY32, x, y, status)));
        assertEquals(flags, status.flags());
    }

    /** Finite, not 0; often close to another number or to the ends of the range. */
    private static long number(FloatFormat format, Random random, long near) {
        int precision = format == BINARY32 ? 24 : 53;
        long exponents = (1L << (format == BINARY32 ? 8 : 11)) - 1;
        long fraction = random.nextLong() >>> 65 - precision;
        fraction = random.nextInt(3) == 0 ? fraction & -1L << random.nextInt(precision) : fraction;
        long exponent =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(3);
                    case 1 -> exponents - 1 - random.nextInt(3);
                    case 2 -> (near >>> precision - 1) + random.nextInt(5) - 2;
                    default -> random.nextLong();
                };
        long stored = Math.floorMod(exponent, exponents);
        long magnitude = stored << precision - 1 | fraction;
        return (random.nextBoolean() ? format.signBit() : 0) | Math.max(magnitude, 1);
    }

    private static BigDecimal value(FloatFormat format, long bits) {
        return format == BINARY32
                ? new BigDecimal(Float.intBitsToFloat((int) bits))
                : new BigDecimal(Double.longBitsToDouble(bits));
    }

    private static BigInteger[] fraction(BigDecimal value) {
        BigInteger ten = BigInteger.TEN.pow(Math.max(0, value.scale()));
        return new BigInteger[] {value.multiply(new BigDecimal(ten)).toBigIntegerExact(), ten};
    }
}
