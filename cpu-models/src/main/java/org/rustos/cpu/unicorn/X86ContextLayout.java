package org.rustos.cpu.unicorn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;

/**
 * Finds where three fields without a register id lie in an x86 {@link EngineContext}. The offsets
 * differ between builds of Unicorn, so they are measured on a throw-away engine once per process
 * instead of being believed; a build in which they cannot be told apart is refused.
 *
 * @param pkru byte offset of the 32-bit protection-key register
 * @param errorCode byte offset of the 32-bit error code of the last exception
 * @param oldException byte offset of the vector that the engine believes to be in delivery; -1 is
 *     none. It is never cleared, and makes the next fault a double fault: set it to -1 after each
 */
public record X86ContextLayout(long pkru, long errorCode, long oldException) {
    private static final int NO_EXCEPTION = -1;
    private static final int PROTECTION_FAULT = 13;
    // A pattern that no other field holds. MOV DS, AX with it lies outside the empty descriptor
    // table, and the selector becomes the error code.
    private static final int PKRU_PATTERN = 0x5a5a5a50;
    private static final int SELECTOR = 0x1238;
    private static final long CODE = 0x1000;
    private static final long CR4_PKE = 1 << 22;
    private static final byte[] PROGRAM = {
        (byte) 0xb8,
        0x50,
        0x5a,
        0x5a,
        0x5a, // mov eax, PKRU_PATTERN
        0x31,
        (byte) 0xc9, // xor ecx, ecx
        0x31,
        (byte) 0xd2, // xor edx, edx
        0x0f,
        0x01,
        (byte) 0xef, // wrpkru
        (byte) 0xb8,
        0x38,
        0x12,
        0x77,
        0x77, // mov eax, 0x77771238
        (byte) 0x8e,
        (byte) 0xd8, // mov ds, ax
    };
    private static final long FAULTING = CODE + PROGRAM.length - 2;

    /**
     * Returns the layout of the loaded library.
     *
     * @return the offsets, measured on first use
     * @throws EngineException if they cannot be found
     */
    public static X86ContextLayout ofLibrary() {
        return Measured.LAYOUT;
    }

    private static X86ContextLayout measure() {
        try (Arena arena = Arena.ofConfined();
                UnicornEngine engine = UnicornEngine.openX86(X86Register.MODEL_ICELAKE_SERVER);
                EngineContext before = engine.newContext();
                EngineContext after = engine.newContext()) {
            MemorySegment page = arena.allocate(0x1000, 0x1000);
            MemorySegment.copy(PROGRAM, 0, page, ValueLayout.JAVA_BYTE, 0, PROGRAM.length);
            engine.map(CODE, page, UnicornEngine.READ | UnicornEngine.EXECUTE);
            engine.write(X86Register.CR4, engine.read(X86Register.CR4) | CR4_PKE);
            EngineCallbacks stopAtFault =
                    new EngineCallbacks() {
                        @Override
                        public void interrupt(int vector) {
                            engine.stop();
                        }
                    };
            engine.hook(stopAtFault, EnumSet.of(EngineHook.INTERRUPT));
            engine.start(CODE, FAULTING);
            engine.write(X86Register.RAX, 0);
            engine.save(before);
            engine.write(X86Register.RAX, 0x77770000L | SELECTOR);
            engine.start(FAULTING, FAULTING + 2);
            engine.save(after);
            return new X86ContextLayout(
                    find("PKRU", before, PKRU_PATTERN, after, PKRU_PATTERN),
                    find("the error code", before, 0, after, SELECTOR),
                    find("the old exception", before, NO_EXCEPTION, after, PROTECTION_FAULT));
        }
    }

    private static long find(
            String what,
            EngineContext before,
            int valueBefore,
            EngineContext after,
            int valueAfter) {
        return ContextSearch.find(
                what,
                before,
                Integer.BYTES,
                offset ->
                        before.getInt(offset) == valueBefore && after.getInt(offset) == valueAfter);
    }

    private static final class Measured {
        static final X86ContextLayout LAYOUT = measure();

        private Measured() {}
    }
}
