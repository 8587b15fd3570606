package org.rustos.cpu.x86;

import org.rustos.cpu.unicorn.EngineContext;
import org.rustos.cpu.unicorn.RegisterBatch;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86ContextLayout;
import org.rustos.cpu.unicorn.X86Register;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves registers between a thread's context and the engine, no more than changed: general
 * registers at every stop, vector and x87 registers only when the engine takes up another thread.
 */
final class EngineRegisters implements AutoCloseable {
    private static final int NO_EXCEPTION = -1;

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

    private final UnicornEngine engine;
    private final Arena arena = Arena.ofConfined();
    private final RegisterBatch general = new RegisterBatch(arena, GENERAL);
    private final RegisterBatch extended = extendedBatch(arena);
    private final EngineContext scratch;
    private final X86ContextLayout layout = X86ContextLayout.ofLibrary();
    private X86Context loaded;

    /** The engine's name of a general register, by its number in the encoding. */
    static int general(int number) {
        return GENERAL[number];
    }

    EngineRegisters(UnicornEngine engine) {
        this.engine = engine;
        this.scratch = engine.newContext();
    }

    private static RegisterBatch extendedBatch(Arena arena) {
        int[] registers = new int[28];
        int[] sizes = new int[28];
        for (int i = 0; i < 16; i++) {
            registers[i] = X86Register.XMM0 + i;
            sizes[i] = 16;
        }
        for (int i = 0; i < 8; i++) {
            registers[16 + i] = X86Register.FP0 + i;
            sizes[16 + i] = 16;
        }
        int[] control = {X86Register.MXCSR, X86Register.FPCW, X86Register.FPSW, X86Register.FPTAG};
        for (int i = 0; i < control.length; i++) {
            registers[24 + i] = control[i];
            sizes[24 + i] = 8;
        }
        return new RegisterBatch(arena, registers, sizes);
    }

    /** Makes the engine hold a thread's registers. */
    void load(X86Context thread) {
        if (thread != loaded) {
            if (loaded != null) {
                storeExtended(loaded);
                loaded.loadedIn = null;
            }
            if (thread.loadedIn != null) {
                thread.loadedIn.release(thread);
            }
            thread.loadedIn = this;
            loaded = thread;
            thread.changed = -1;
            thread.pkruChanged = true;
            thread.extendedChanged = true;
        }
        if (thread.extendedChanged) {
            MemorySegment.copy(
                    thread.extended,
                    0,
                    extended.values(),
                    ValueLayout.JAVA_BYTE,
                    0,
                    X86Context.EXTENDED_SIZE);
            engine.write(extended);
            thread.extendedChanged = false;
        }
        loadGeneral(thread);
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

    private void loadGeneral(X86Context thread) {
        if (Integer.bitCount(thread.changed) > 8) {
            for (int i = 0; i < X86Context.COUNT; i++) {
                general.set(i, thread.values[i]);
            }
            engine.write(general);
        } else {
            for (int rest = thread.changed; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                engine.write(GENERAL[i], thread.values[i]);
            }
        }
        thread.changed = 0;
    }

    /**
     * Copies back what a run changed.
     *
     * @param keyRights whether the key rights may have changed
     */
    void store(X86Context thread, boolean keyRights) {
        engine.read(general);
        for (int i = 0; i < X86Context.COUNT; i++) {
            thread.values[i] = general.get(i);
        }
        if (keyRights) {
            engine.save(scratch);
            thread.pkru = scratch.getInt(layout.pkru());
        }
    }

    /**
     * Copies the vector and x87 registers of the loaded thread, unless the kernel wrote newer ones.
     */
    void storeExtended(X86Context thread) {
        if (thread.extendedChanged) {
            return;
        }
        engine.read(extended);
        MemorySegment.copy(
                extended.values(),
                ValueLayout.JAVA_BYTE,
                0,
                thread.extended,
                0,
                X86Context.EXTENDED_SIZE);
    }

    /** Another engine is going to run a thread that this one holds. */
    private void release(X86Context thread) {
        storeExtended(thread);
        loaded = null;
    }

    /** The error code of the exception that is being told; the engine forgets the exception. */
    int takeException() {
        engine.save(scratch);
        int errorCode = scratch.getInt(layout.errorCode());
        scratch.setInt(layout.oldException(), NO_EXCEPTION);
        engine.restore(scratch);
        return errorCode;
    }

    @Override
    public void close() {
        scratch.close();
        arena.close();
    }
}
