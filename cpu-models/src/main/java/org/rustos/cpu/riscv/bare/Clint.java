package org.rustos.cpu.riscv.bare;

import java.util.function.LongSupplier;

/**
 * The core-local interruptor: a software interrupt and a timer for one hart. Source: SiFive
 * Interrupt Cookbook, section 2.1.
 */
final class Clint implements Device {
    static final long SIZE = 0x10000;

    private static final long SOFTWARE = 0;
    private static final long COMPARE = 0x4000;
    private static final long TIME = 0xbff8;

    private final LongSupplier clock;
    private long offset;
    private long compare = -1;
    private boolean software;

    /**
     * A timer that is not set.
     *
     * @param clock ticks since reset
     */
    Clint(LongSupplier clock) {
        this.clock = clock;
    }

    /** What the time register shows. */
    long time() {
        return clock.getAsLong() + offset;
    }

    boolean timerPending() {
        return Long.compareUnsigned(time(), compare) >= 0;
    }

    boolean softwarePending() {
        return software;
    }

    /** Ticks until the timer interrupt; -1 if it is not set. */
    long untilTimer() {
        return compare == -1 ? -1 : Math.max(0, compare - time());
    }

    @Override
    public boolean answers(long at, int width) {
        return width >= 4;
    }

    @Override
    public long read(long at, int width) {
        long register = at & ~7L;
        long value = register == COMPARE ? compare : register == TIME ? time() : software ? 1 : 0;
        if (register != COMPARE && register != TIME && at != SOFTWARE) {
            return 0;
        }
        return (at & 4) != 0 ? value >>> 32 : value;
    }

    @Override
    public void write(long at, int width, long value) {
        long register = at & ~7L;
        if (register == COMPARE) {
            compare = merged(compare, at, width, value);
        } else if (register == TIME) {
            offset += merged(time(), at, width, value) - time();
        } else if (at == SOFTWARE) {
            software = (value & 1) != 0;
        }
    }

    private static long merged(long old, long at, int width, long value) {
        if (width == 8) {
            return value;
        }
        return (at & 4) != 0
                ? old & 0xffffffffL | value << 32
                : old & ~0xffffffffL | value & 0xffffffffL;
    }
}
