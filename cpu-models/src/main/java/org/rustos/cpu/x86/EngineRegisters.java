package org.rustos.cpu.x86;

import org.rustos.cpu.engine.RegisterTransfer;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86ContextLayout;
import org.rustos.cpu.unicorn.X86Register;

import java.util.Arrays;

/**
 * The registers of x86-64 in the engine, and those that have no name there: PKRU, the error code.
 */
final class EngineRegisters extends RegisterTransfer {
    private static final int NO_EXCEPTION = -1;

    /** XMM0-15 and FP0-7. */
    private static final int WIDE = 24;

    private static final int[] CONTROL = {
        X86Register.MXCSR, X86Register.FPCW, X86Register.FPSW, X86Register.FPTAG
    };
    private static final int[] GENERAL = {
        X86Register.RAX,
        X86Register.RCX,
        X86Register.RDX,
        X86Register.RBX,
        X86Register.RSP,
        X86Register.RBP,
        X86Register.RSI,
        X86Register.RDI,
        X86Register.R8,
        X86Register.R8 + 1,
        X86Register.R8 + 2,
        X86Register.R8 + 3,
        X86Register.R8 + 4,
        X86Register.R8 + 5,
        X86Register.R8 + 6,
        X86Register.R8 + 7,
        X86Register.RIP,
        X86Register.RFLAGS,
        X86Register.FS_BASE,
        X86Register.GS_BASE
    };

    private final X86ContextLayout layout = X86ContextLayout.ofLibrary();

    /** The engine's name of a general register, by its number in the encoding. */
    static int general(int number) {
        return GENERAL[number];
    }

    EngineRegisters(UnicornEngine engine) {
        super(engine, GENERAL, extendedRegisters(), extendedSizes());
    }

    private static int[] extendedRegisters() {
        int[] registers = new int[WIDE + CONTROL.length];
        for (int i = 0; i < 16; i++) {
            registers[i] = X86Register.XMM0 + i;
        }
        for (int i = 0; i < 8; i++) {
            registers[16 + i] = X86Register.FP0 + i;
        }
        System.arraycopy(CONTROL, 0, registers, WIDE, CONTROL.length);
        return registers;
    }

    private static int[] extendedSizes() {
        int[] sizes = new int[WIDE + CONTROL.length];
        Arrays.fill(sizes, 0, WIDE, 16);
        Arrays.fill(sizes, WIDE, sizes.length, 8);
        return sizes;
    }

    /** Makes the engine hold a thread's registers. */
    void load(X86Context thread) {
        thread.pkruChanged |= take(thread);
        // Dropping translations, mapping memory and flushing may each leave a fault noted that was
        // none; the next real one would then be a double fault. So every run starts clean.
        engine.save(scratch);
        scratch.setInt(layout.pkru(), thread.pkru);
        scratch.setInt(layout.oldException(), NO_EXCEPTION);
        engine.restore(scratch);
        if (thread.pkruChanged) {
            engine.flushTlb();
            thread.pkruChanged = false;
        }
    }

    /**
     * Copies back what a run changed.
     *
     * @param keyRights whether the key rights may have changed
     */
    void store(X86Context thread, boolean keyRights) {
        giveBack(thread);
        if (keyRights) {
            engine.save(scratch);
            thread.pkru = scratch.getInt(layout.pkru());
        }
    }

    /** The error code of the exception that is being told; the engine forgets the exception. */
    int takeException() {
        engine.save(scratch);
        int errorCode = scratch.getInt(layout.errorCode());
        scratch.setInt(layout.oldException(), NO_EXCEPTION);
        engine.restore(scratch);
        return errorCode;
    }
}
