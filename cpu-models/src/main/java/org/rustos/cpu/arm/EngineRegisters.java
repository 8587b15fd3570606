package org.rustos.cpu.arm;

import org.rustos.core.hart.PointerKeys;
import org.rustos.cpu.engine.RegisterTransfer;
import org.rustos.cpu.unicorn.ArmContextLayout;
import org.rustos.cpu.unicorn.ArmRegister;
import org.rustos.cpu.unicorn.ArmSystemRegister;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.util.Arrays;

/**
 * The registers of AArch64 in the engine, and what has no name there or no thread writes: keys, the
 * record of an abort, the exclusive monitor.
 */
final class EngineRegisters extends RegisterTransfer {
    private static final long NOT_WATCHED = -1;
    private static final int VECTORS = 32;
    private static final int[] GENERAL = generalRegisters();

    private final ArmContextLayout layout = ArmContextLayout.ofLibrary();
    private PointerKeys keys = PointerKeys.ZERO;

    /** Address and syndrome of an abort or another exception. */
    record Abort(long address, int syndrome) {}

    EngineRegisters(UnicornEngine engine) {
        super(engine, GENERAL, extendedRegisters(), extendedSizes());
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

    private static int[] extendedRegisters() {
        int[] registers = new int[VECTORS + 2];
        for (int i = 0; i < VECTORS; i++) {
            registers[i] = ArmRegister.Q0 + i;
        }
        registers[VECTORS] = ArmRegister.FPSR;
        registers[VECTORS + 1] = ArmRegister.FPCR;
        return registers;
    }

    private static int[] extendedSizes() {
        int[] sizes = new int[VECTORS + 2];
        Arrays.fill(sizes, 0, VECTORS, 16);
        Arrays.fill(sizes, VECTORS, sizes.length, 8);
        return sizes;
    }

    /** Makes the engine hold a thread's registers. */
    void load(ArmContext thread) {
        take(thread);
        if (!thread.pointerKeys().equals(keys)) {
            keys = thread.pointerKeys();
            write(keys);
        }
    }

    /**
     * A trap has been taken and returned from: what was loaded exclusively is no longer watched.
     */
    void clearExclusive() {
        engine.save(scratch);
        scratch.setLong(layout.exclusive(), NOT_WATCHED);
        engine.restore(scratch);
    }

    /** What was loaded exclusively: its address, and the two words that were there. */
    void exclusive(long[] into) {
        engine.save(scratch);
        for (int i = 0; i < into.length; i++) {
            into[i] = scratch.getLong(layout.exclusive() + (long) i * Long.BYTES);
        }
    }

    /** The same as it was. */
    void restoreExclusive(long[] from) {
        engine.save(scratch);
        for (int i = 0; i < from.length; i++) {
            scratch.setLong(layout.exclusive() + (long) i * Long.BYTES, from[i]);
        }
        engine.restore(scratch);
    }

    /** The engine's keys are nobody's as well. */
    @Override
    protected void forget() {
        super.forget();
        keys = null;
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
        giveBack(thread);
    }

    /** The exception for which the engine stopped. */
    Abort exception() {
        engine.save(scratch);
        return new Abort(scratch.getLong(layout.address()), scratch.getInt(layout.syndrome()));
    }
}
