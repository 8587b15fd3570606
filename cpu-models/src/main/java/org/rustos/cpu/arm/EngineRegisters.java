package org.rustos.cpu.arm;

import org.rustos.core.hart.PointerKeys;
import org.rustos.cpu.unicorn.ArmContextLayout;
import org.rustos.cpu.unicorn.ArmRegister;
import org.rustos.cpu.unicorn.ArmSystemRegister;
import org.rustos.cpu.unicorn.EngineContext;
import org.rustos.cpu.unicorn.RegisterBatch;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves registers between a thread's context and the engine, no more than changed: general
 * registers at every stop, vector registers and keys only when the engine takes up another thread.
 */
final class EngineRegisters implements AutoCloseable {
    private static final long NOT_WATCHED = -1;
    private static final int[] GENERAL = generalRegisters();

    private final UnicornEngine engine;
    private final Arena arena = Arena.ofConfined();
    private final RegisterBatch general = new RegisterBatch(arena, GENERAL);
    private final RegisterBatch extended = extendedBatch(arena);
    private final EngineContext scratch;
    private final ArmContextLayout layout = ArmContextLayout.ofLibrary();
    private ArmContext loaded;
    private PointerKeys keys = PointerKeys.ZERO;

    /** Address and syndrome of an abort or another exception. */
    record Abort(long address, int syndrome) {}

    EngineRegisters(UnicornEngine engine) {
        this.engine = engine;
        this.scratch = engine.newContext();
        write(keys);
    }

    private static int[] generalRegisters() {
        int[] registers = new int[ArmContext.COUNT];
        for (int i = 0; i < ArmContext.SP; i++) {
            registers[i] = general(i);
        }
        registers[ArmContext.SP] = ArmRegister.SP;
        registers[ArmContext.PC] = ArmRegister.PC;
        registers[ArmContext.PSTATE] = ArmRegister.PSTATE;
        registers[ArmContext.TPIDR] = ArmRegister.TPIDR_EL0;
        return registers;
    }

    /** The engine's name of a general register, by its number in the encoding. */
    static int general(int number) {
        return switch (number) {
            case 29 -> ArmRegister.X29;
            case 30 -> ArmRegister.X30;
            case 31 -> ArmRegister.SP;
            default -> ArmRegister.X0 + number;
        };
    }

    private static RegisterBatch extendedBatch(Arena arena) {
        int[] registers = new int[34];
        int[] sizes = new int[34];
        for (int i = 0; i < 32; i++) {
            registers[i] = ArmRegister.Q0 + i;
            sizes[i] = 16;
        }
        registers[32] = ArmRegister.FPSR;
        registers[33] = ArmRegister.FPCR;
        sizes[32] = 8;
        sizes[33] = 8;
        return new RegisterBatch(arena, registers, sizes);
    }

    /** Makes the engine hold a thread's registers. */
    void load(ArmContext thread) {
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
            thread.extendedChanged = true;
        }
        if (thread.extendedChanged) {
            MemorySegment.copy(
                    thread.extended,
                    0,
                    extended.values(),
                    ValueLayout.JAVA_BYTE,
                    0,
                    ArmContext.EXTENDED_SIZE);
            engine.write(extended);
            thread.extendedChanged = false;
        }
        if (!thread.pointerKeys().equals(keys)) {
            keys = thread.pointerKeys();
            write(keys);
        }
        loadGeneral(thread);
    }

    /**
     * A trap has been taken and returned from: what was loaded exclusively is no longer watched.
     */
    void clearExclusive() {
        engine.save(scratch);
        scratch.setLong(layout.exclusive(), NOT_WATCHED);
        engine.restore(scratch);
    }

    private void loadGeneral(ArmContext thread) {
        if (Long.bitCount(thread.changed) > 8) {
            for (int i = 0; i < ArmContext.COUNT; i++) {
                general.set(i, thread.values[i]);
            }
            engine.write(general);
        } else {
            for (long rest = thread.changed; rest != 0; rest &= rest - 1) {
                int i = Long.numberOfTrailingZeros(rest);
                engine.write(GENERAL[i], thread.values[i]);
            }
        }
        thread.changed = 0;
    }

    private void write(PointerKeys next) {
        engine.writeSystem(ArmSystemRegister.APIA_LOW, next.instructionA().low());
        engine.writeSystem(ArmSystemRegister.APIA_HIGH, next.instructionA().high());
        engine.writeSystem(ArmSystemRegister.APIB_LOW, next.instructionB().low());
        engine.writeSystem(ArmSystemRegister.APIB_HIGH, next.instructionB().high());
        engine.writeSystem(ArmSystemRegister.APDA_LOW, next.dataA().low());
        engine.writeSystem(ArmSystemRegister.APDA_HIGH, next.dataA().high());
        engine.writeSystem(ArmSystemRegister.APDB_LOW, next.dataB().low());
        engine.writeSystem(ArmSystemRegister.APDB_HIGH, next.dataB().high());
        engine.writeSystem(ArmSystemRegister.APGA_LOW, next.generic().low());
        engine.writeSystem(ArmSystemRegister.APGA_HIGH, next.generic().high());
    }

    /** Copies back what a run changed. */
    void store(ArmContext thread) {
        engine.read(general);
        for (int i = 0; i < ArmContext.COUNT; i++) {
            thread.values[i] = general.get(i);
        }
        thread.values[ArmContext.PSTATE] &= ArmContext.FLAGS | ArmContext.BRANCH_TYPE;
    }

    /** Copies the vector registers of the loaded thread, unless the kernel wrote newer ones. */
    void storeExtended(ArmContext thread) {
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
                ArmContext.EXTENDED_SIZE);
    }

    /** Another engine is going to run a thread that this one holds. */
    private void release(ArmContext thread) {
        storeExtended(thread);
        loaded = null;
    }

    /** The exception for which the engine stopped. */
    Abort exception() {
        engine.save(scratch);
        return new Abort(scratch.getLong(layout.address()), scratch.getInt(layout.syndrome()));
    }

    @Override
    public void close() {
        scratch.close();
        arena.close();
    }
}
