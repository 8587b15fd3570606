package org.rustos.cpu.riscv.bare;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The core-local interruptor: a software interrupt and a timer for each hart. Source: SiFive
 * Interrupt Cookbook, section 2.1.
 */
final class Clint implements Device {
    static final long SIZE = 0x10000;

    private static final long COMPARE = 0x4000;
    private static final long TIME = 0xbff8;

    private final LongSupplier clock;
    private final long[] compare;
    private final boolean[] software;
    private long offset;

    /**
     * Timers that are not set.
     *
     * @param clock ticks since reset
     */
    Clint(LongSupplier clock, int harts) {
        this.clock = clock;
        compare = new long[harts];
        software = new boolean[harts];
        Arrays.fill(compare, -1);
    }

    /** What the time register shows. */
    long time() {
        return clock.getAsLong() + offset;
    }

    boolean timerPending(int hart) {
        return Long.compareUnsigned(time(), compare[hart]) >= 0;
    }

    boolean softwarePending(int hart) {
        return software[hart];
    }

    /** Ticks until the first timer interrupt that is to come; -1 if there is none. */
    long untilTimer() {
        long first = -1;
        long now = time();
        for (long at : compare) {
            boolean set = at != -1 && Long.compareUnsigned(at, now) > 0;
            if (set && Long.compareUnsigned(at - now, first) < 0) {
                first = at - now;
            }
        }
        return first;
    }

    @Override
    public boolean answers(long at, int width) {
        return width >= 4;
    }

    @Override
    public long read(long at, int width) {
        if (at < COMPARE) {
            // Two harts share what eight bytes hold.
            long value = raised(at >> 2);
            return width == 8 ? value | raised((at >> 2) + 1) << 32 : value;
        }
        long register = at & ~7L;
        long hart = register - COMPARE >> 3;
        long value = register == TIME ? time() : hart < compare.length ? compare[(int) hart] : 0;
        return (at & 4) != 0 ? value >>> 32 : value;
    }

    private long raised(long hart) {
        return hart < software.length && software[(int) hart] ? 1 : 0;
    }

    @Override
    public void write(long at, int width, long value) {
        if (at < COMPARE) {
            raise(at >> 2, value);
            if (width == 8) {
                raise((at >> 2) + 1, value >>> 32);
            }
            return;
        }
        long register = at & ~7L;
        long hart = register - COMPARE >> 3;
        if (register == TIME) {
            offset += merged(time(), at, width, value) - time();
        } else if (hart < compare.length) {
            compare[(int) hart] = merged(compare[(int) hart], at, width, value);
        }
    }

    private void raise(long hart, long value) {
        if (hart < software.length) {
            software[(int) hart] = (value & 1) != 0;
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
