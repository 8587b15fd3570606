package org.rustos.cpu.riscv.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The host's arithmetic gives the bits and flags of our own, whatever operands, mode and flags. */
class HostResultsTest {
    private static final int TRIES = 40_000;

    /** One operation of a format on up to three operands. */
    private interface Operation {
        long of(long a, long b, long c, int mode, FloatStatus status);
    }

    private record Pair(String name, Operation host, Operation own) {}

    private static final List<Pair> DOUBLES =
            List.of(
                    new Pair(
                            "add",
                            (a, b, c, m, s) -> HostDouble.add(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.add(BINARY64, a, b, m, s)),
                    new Pair(
                            "sub",
                            (a, b, c, m, s) -> HostDouble.subtract(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.subtract(BINARY64, a, b, m, s)),
                    new Pair(
                            "mul",
                            (a, b, c, m, s) -> HostDouble.multiply(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.multiply(BINARY64, a, b, m, s)),
                    new Pair(
                            "div",
                            (a, b, c, m, s) -> HostDouble.divide(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.divide(BINARY64, a, b, m, s)),
                    new Pair(
                            "sqrt",
                            (a, b, c, m, s) -> HostDouble.squareRoot(a, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.squareRoot(BINARY64, a, m, s)),
                    new Pair(
                            "fma",
                            (a, b, c, m, s) -> HostDouble.fused(a, b, c, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.fused(BINARY64, a, b, c, m, s)),
                    new Pair(
                            "narrow",
                            (a, b, c, m, s) -> HostConversion.narrow(a, m, s),
                            (a, b, c, m, s) ->
                                    FloatConversion.convert(BINARY64, BINARY32, a, m, s)));

    private static final List<Pair> SINGLES =
            List.of(
                    new Pair(
                            "add",
                            (a, b, c, m, s) -> HostSingle.add(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.add(BINARY32, a, b, m, s)),
                    new Pair(
                            "sub",
                            (a, b, c, m, s) -> HostSingle.subtract(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.subtract(BINARY32, a, b, m, s)),
                    new Pair(
                            "mul",
                            (a, b, c, m, s) -> HostSingle.multiply(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.multiply(BINARY32, a, b, m, s)),
                    new Pair(
                            "div",
                            (a, b, c, m, s) -> HostSingle.divide(a, b, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.divide(BINARY32, a, b, m, s)),
                    new Pair(
                            "sqrt",
                            (a, b, c, m, s) -> HostSingle.squareRoot(a, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.squareRoot(BINARY32, a, m, s)),
                    new Pair(
                            "fma",
                            (a, b, c, m, s) -> HostSingle.fused(a, b, c, m, s),
                            (a, b, c, m, s) -> FloatArithmetic.fused(BINARY32, a, b, c, m, s)),
                    new Pair(
                            "widen",
                            (a, b, c, m, s) -> HostConversion.widen(a, m, s),
                            (a, b, c, m, s) ->
                                    FloatConversion.convert(BINARY32, BINARY64, a, m, s)));

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void doublesAgree(
            @ForAll("doubles") long a,
            @ForAll("doubles") long b,
            @ForAll("doubles") long c,
            @ForAll @IntRange(max = 4) int mode,
            @ForAll @IntRange(max = 31) int flags) {
        for (Pair pair : DOUBLES) {
            agree(pair, a, b, c, mode, flags);
        }
        for (Pair pair : inAnyFormat(BINARY64)) {
            agree(pair, a, b, c, mode, flags);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void singlesAgree(
            @ForAll("singles") long a,
            @ForAll("singles") long b,
            @ForAll("singles") long c,
            @ForAll @IntRange(max = 4) int mode,
            @ForAll @IntRange(max = 31) int flags) {
        for (Pair pair : SINGLES) {
            agree(pair, a, b, c, mode, flags);
        }
        for (Pair pair : inAnyFormat(BINARY32)) {
            agree(pair, a, b, c, mode, flags);
        }
    }

    /** Operands made from one another, so that results are exact, cancel or barely differ. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void relatedDoublesAgree(
            @ForAll("doubles") long a,
            @ForAll("doubles") long b,
            @ForAll @IntRange(min = -2, max = 2) int near,
            @ForAll @IntRange(max = 1) int inexact) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        long product = Double.doubleToRawLongBits(x * y) + near;
        for (Pair pair : DOUBLES) {
            agree(pair, product, b, a, 0, inexact);
            agree(pair, a, b, product ^ Long.MIN_VALUE, 0, inexact);
            agree(pair, a, a + near ^ Long.MIN_VALUE, product, 0, inexact);
            agree(pair, Double.doubleToRawLongBits(x * x) + near, a, b, 0, inexact);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void relatedSinglesAgree(
            @ForAll("singles") long a,
            @ForAll("singles") long b,
            @ForAll @IntRange(min = -2, max = 2) int near,
            @ForAll @IntRange(max = 1) int inexact) {
        float x = Float.intBitsToFloat((int) a);
        float y = Float.intBitsToFloat((int) b);
        long product = Float.floatToRawIntBits(x * y) + near & 0xffffffffL;
        for (Pair pair : SINGLES) {
            agree(pair, product, b, a, 0, inexact);
            agree(pair, a, b, product ^ 1L << 31, 0, inexact);
            agree(pair, a, a + near & 0xffffffffL ^ 1L << 31, product, 0, inexact);
            long square = Float.floatToRawIntBits(x * x) + near & 0xffffffffL;
            agree(pair, square, a, b, 0, inexact);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void integersAgree(
            @ForAll("integers") long value,
            @ForAll @IntRange(max = 4) int mode,
            @ForAll @IntRange(max = 31) int flags) {
        agree(
                new Pair(
                        "double from long",
                        (a, b, c, m, s) -> HostConversion.doubleFrom(a, m, s),
                        (a, b, c, m, s) -> FloatConversion.fromInteger(BINARY64, a, false, m, s)),
                value,
                0,
                0,
                mode,
                flags);
        agree(
                new Pair(
                        "double from unsigned long",
                        (a, b, c, m, s) -> HostConversion.doubleFromUnsigned(a, m, s),
                        (a, b, c, m, s) -> FloatConversion.fromInteger(BINARY64, a, true, m, s)),
                value,
                0,
                0,
                mode,
                flags);
        agree(
                new Pair(
                        "single from long",
                        (a, b, c, m, s) -> HostConversion.singleFrom(a, m, s),
                        (a, b, c, m, s) -> FloatConversion.fromInteger(BINARY32, a, false, m, s)),
                value,
                0,
                0,
                mode,
                flags);
        agree(
                new Pair(
                        "single from unsigned long",
                        (a, b, c, m, s) -> HostConversion.singleFromUnsigned(a, m, s),
                        (a, b, c, m, s) -> FloatConversion.fromInteger(BINARY32, a, true, m, s)),
                value,
                0,
                0,
                mode,
                flags);
    }

    /** Without the list of processors we do without the instruction. */
    @Example
    void aHostThatSaysNothingHasNoFusedMultiply() throws IOException {
        Path file = Files.createTempFile("cpuinfo", "");
        assertEquals(false, HostUnit.fused("amd64", file));
        Files.writeString(file, "processor : 0\nflags\t\t: sse2 fma avx\n");
        assertEquals(true, HostUnit.fused("amd64", file));
        Files.writeString(file, "processor : 0\nflags\t\t: sse2 fma4 avx\n");
        assertEquals(false, HostUnit.fused("amd64", file));
        Files.delete(file);
        assertEquals(false, HostUnit.fused("amd64", file));
        assertEquals(true, HostUnit.fused("aarch64", file));
    }

    private static List<Pair> inAnyFormat(FloatFormat format) {
        return List.of(
                new Pair(
                        "feq",
                        (a, b, c, m, s) -> HostComparison.equal(format, a, b, s) ? 1 : 0,
                        (a, b, c, m, s) -> FloatComparison.equal(format, a, b, s) ? 1 : 0),
                new Pair(
                        "flt",
                        (a, b, c, m, s) -> HostComparison.less(format, a, b, s) ? 1 : 0,
                        (a, b, c, m, s) -> FloatComparison.less(format, a, b, s) ? 1 : 0),
                new Pair(
                        "fle",
                        (a, b, c, m, s) -> HostComparison.lessOrEqual(format, a, b, s) ? 1 : 0,
                        (a, b, c, m, s) -> FloatComparison.lessOrEqual(format, a, b, s) ? 1 : 0),
                new Pair(
                        "min",
                        (a, b, c, m, s) -> HostComparison.minimum(format, a, b, s),
                        (a, b, c, m, s) -> FloatComparison.minimum(format, a, b, s)),
                new Pair(
                        "max",
                        (a, b, c, m, s) -> HostComparison.maximum(format, a, b, s),
                        (a, b, c, m, s) -> FloatComparison.maximum(format, a, b, s)),
                new Pair(
                        "to word",
                        (a, b, c, m, s) -> HostConversion.toWord(format, a, false, m, s),
                        (a, b, c, m, s) -> FloatConversion.toInteger(format, a, 32, false, m, s)),
                new Pair(
                        "to unsigned word",
                        (a, b, c, m, s) -> HostConversion.toWord(format, a, true, m, s),
                        (a, b, c, m, s) -> FloatConversion.toInteger(format, a, 32, true, m, s)),
                new Pair(
                        "to long",
                        (a, b, c, m, s) -> HostConversion.toLong(format, a, false, m, s),
                        (a, b, c, m, s) -> FloatConversion.toInteger(format, a, 64, false, m, s)),
                new Pair(
                        "to unsigned long",
                        (a, b, c, m, s) -> HostConversion.toLong(format, a, true, m, s),
                        (a, b, c, m, s) -> FloatConversion.toInteger(format, a, 64, true, m, s)));
    }

    private static void agree(Pair pair, long a, long b, long c, int mode, int flags) {
        FloatStatus own = new FloatStatus();
        own.flags(flags);
        long expected = pair.own.of(a, b, c, mode, own);
        FloatStatus host = new FloatStatus();
        host.flags(flags);
        long result = pair.host.of(a, b, c, mode, host);
        if (expected != result || own.flags() != host.flags()) {
            String what = "%s %x %x %x mode %d flags %d".formatted(pair.name, a, b, c, mode, flags);
            assertEquals(Long.toHexString(expected), Long.toHexString(result), what);
            assertEquals(own.flags(), host.flags(), what);
        }
    }

    @Provide
    Arbitrary<Long> doubles() {
        return numbers(52, 1023);
    }

    @Provide
    Arbitrary<Long> singles() {
        return numbers(23, 127);
    }

    @Provide
    Arbitrary<Long> integers() {
        Arbitrary<Integer> shift = Arbitraries.integers().between(0, 63);
        Arbitrary<Long> offset = Arbitraries.longs().between(-3, 3);
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Combinators.combine(shift, offset).as((s, o) -> (1L << s) + o),
                Combinators.combine(shift, shift).as((s, t) -> (1L << s) + (1L << t)));
    }

    /** Ends of the range, ends of the integers, short significands, anything. */
    private static Arbitrary<Long> numbers(int fraction, int bias) {
        Arbitrary<Long> exponents =
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.longs().between(0, 2)),
                        Tuple.of(2, Arbitraries.longs().between(2L * bias - 2, 2L * bias + 1)),
                        Tuple.of(5, Arbitraries.longs().between(bias - 4, bias + fraction + 14L)),
                        Tuple.of(2, Arbitraries.longs().between(bias / 2 - 2, bias / 2 + 2)),
                        Tuple.of(2, Arbitraries.longs().between(0, 2L * bias + 1)));
        Arbitrary<Long> shift = Arbitraries.longs().between(0, fraction);
        Arbitrary<Long> any = Arbitraries.longs().between(0, (1L << fraction) - 1);
        Arbitrary<Long> fractions =
                Arbitraries.oneOf(
                        Arbitraries.of(0L, 1L, (1L << fraction) - 1, 1L << fraction - 1),
                        any,
                        Combinators.combine(any, shift)
                                .as((f, s) -> f & -1L << s & (1L << fraction) - 1));
        Arbitrary<Long> signs = Arbitraries.of(0L, 1L);
        long signUnit = 2L * bias + 2;
        return Combinators.combine(signs, exponents, fractions)
                .as((s, e, f) -> (s * signUnit + e) << fraction | f);
    }
}
