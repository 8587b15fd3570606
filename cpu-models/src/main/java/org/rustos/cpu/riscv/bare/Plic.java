package org.rustos.cpu.riscv.bare;

/**
 * The platform-level interrupt controller: context 2N is machine mode of hart N, context 2N+1 its
 * supervisor mode. Sources are level-triggered. Source: RISC-V PLIC specification 1.0.0.
 */
final class Plic implements Device {
    static final long SIZE = 0x400_0000;
    static final int SOURCES = 32;

    private static final long PENDING = 0x1000;
    private static final long ENABLE = 0x2000;
    private static final long ENABLE_STRIDE = 0x80;
    private static final long CONTEXT = 0x20_0000;
    private static final long CONTEXT_STRIDE = 0x1000;
    private static final int PRIORITIES = 7;

    private final int[] priority = new int[SOURCES];
    private final int[] enabled;
    private final int[] threshold;
    private int levels;
    private int claimed;

    /** All sources off. */
    Plic(int harts) {
        enabled = new int[2 * harts];
        threshold = new int[2 * harts];
    }

    /** The line of a source. */
    void line(int source, boolean level) {
        levels = level ? levels | 1 << source : levels & ~(1 << source);
    }

    /** Whether a context has an interrupt above its threshold. */
    boolean pending(int context) {
        int best = best(context);
        return best != 0 && priority[best] > threshold[context];
    }

    @Override
    public boolean answers(long at, int width) {
        return width == 4;
    }

    @Override
    public long read(long at, int width) {
        if (at < SOURCES * 4L) {
            return priority[(int) at >> 2];
        }
        if (at == PENDING) {
            return levels & ~claimed;
        }
        int context = context(at);
        if (context < 0) {
            return 0;
        }
        return switch (register(at, context)) {
            case 0 -> enabled[context];
            case 1 -> threshold[context];
            case 2 -> claim(context);
            default -> 0;
        };
    }

    @Override
    public void write(long at, int width, long value) {
        if (at < SOURCES * 4L) {
            priority[(int) at >> 2] = (int) value & PRIORITIES;
            return;
        }
        int context = context(at);
        if (context < 0) {
            return;
        }
        switch (register(at, context)) {
            case 0 -> enabled[context] = (int) value & ~1;
            case 1 -> threshold[context] = (int) value & PRIORITIES;
            case 2 -> claimed &= ~(1 << (int) value);
            default -> {
                // Nothing stands there.
            }
        }
    }

    private int context(long at) {
        long number =
                at >= CONTEXT
                        ? at - CONTEXT >> 12
                        : at >= ENABLE ? (at - ENABLE) / ENABLE_STRIDE : -1;
        return number < enabled.length ? (int) number : -1;
    }

    /** 0 enable bits, 1 threshold, 2 claim and complete. */
    private static int register(long at, int context) {
        if (at == ENABLE + context * ENABLE_STRIDE) {
            return 0;
        }
        long base = CONTEXT + context * CONTEXT_STRIDE;
        return at == base ? 1 : at == base + 4 ? 2 : 3;
    }

    private int claim(int context) {
        int best = best(context);
        claimed |= best == 0 ? 0 : 1 << best;
        return best;
    }

    /** The source of the highest priority, the lowest number among equals; 0 if there is none. */
    private int best(int context) {
        int ready = levels & ~claimed & enabled[context];
        int best = 0;
        for (int source = 1; source < SOURCES; source++) {
            boolean higher = priority[source] > (best == 0 ? 0 : priority[best]);
            if ((ready >> source & 1) != 0 && higher) {
                best = source;
            }
        }
        return best;
    }
}
