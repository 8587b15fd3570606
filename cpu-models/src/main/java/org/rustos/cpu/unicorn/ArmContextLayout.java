package org.rustos.cpu.unicorn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;

/**
 * Finds where three fields without a register id lie in an AArch64 {@link EngineContext}. The
 * offsets differ between builds of Unicorn, so they are measured on a throw-away engine once per
 * process instead of being believed; a build in which they cannot be told apart is refused.
 *
 * @param address byte offset of the 64-bit address of the last abort
 * @param syndrome byte offset of the 32-bit syndrome of the last exception, in the form of ESR
 * @param exclusive byte offset of the 64-bit address that the exclusive monitor watches; -1 is none
 */
public record ArmContextLayout(long address, long syndrome, long exclusive) {
    private static final long CODE = 0x1000;
    private static final long LOADED = 0x2340;
    // Fetching there aborts: addresses with bit 55 set are the other half, which has no tables.
    private static final long ABSENT = 0xffff_5a5a_5a5a_5000L;

    /** Instruction abort at the same level, 32-bit instruction. */
    private static final int ABORT_CLASS = 0x86;

    // ldxr x0, [x1]
    private static final int LOAD_EXCLUSIVE = 0xc85f_7c20;
    private static final long MMU = 1;
    // 48 bits in the lower half, no walks for either half.
    private static final long NO_WALKS = 16 | 1 << 7 | 16 << 16 | 1 << 23;

    /**
     * Returns the layout of the loaded library.
     *
     * @return the offsets, measured on first use
     * @throws EngineException if they cannot be found
     */
    public static ArmContextLayout ofLibrary() {
        return Measured.LAYOUT;
    }

    private static ArmContextLayout measure() {
        try (Arena arena = Arena.ofConfined();
                UnicornEngine engine = UnicornEngine.openArm64(ArmRegister.MODEL_MAX);
                EngineContext context = engine.newContext()) {
            MemorySegment pages = arena.allocate(0x2000, 0x1000);
            pages.set(ValueLayout.JAVA_INT, 0, LOAD_EXCLUSIVE);
            engine.map(CODE, pages, UnicornEngine.READ | UnicornEngine.EXECUTE);
            EngineCallbacks stopAtAbort =
                    new EngineCallbacks() {
                        @Override
                        public void interrupt(int vector) {
                            engine.stop();
                        }
                    };
            engine.hook(stopAtAbort, EnumSet.of(EngineHook.INTERRUPT));
            engine.write(ArmRegister.X0 + 1, LOADED);
            engine.start(CODE, CODE + 4);
            engine.write(ArmRegister.X0 + 1, 0);
            engine.save(context);
            long exclusive = find("the exclusive address", context, LOADED);
            engine.writeSystem(ArmSystemRegister.TCR_EL1, NO_WALKS);
            engine.writeSystem(ArmSystemRegister.SCTLR_EL1, MMU);
            engine.start(ABSENT);
            engine.write(ArmRegister.PC, 0);
            engine.save(context);
            return new ArmContextLayout(
                    find("the abort's address", context, ABSENT),
                    ContextSearch.find(
                            "the syndrome",
                            context,
                            Integer.BYTES,
                            offset -> context.getInt(offset) >>> 24 == ABORT_CLASS),
                    exclusive);
        }
    }

    private static long find(String what, EngineContext context, long value) {
        return ContextSearch.find(
                what, context, Long.BYTES, offset -> context.getLong(offset) == value);
    }

    private static final class Measured {
        static final ArmContextLayout LAYOUT = measure();

        private Measured() {}
    }
}
