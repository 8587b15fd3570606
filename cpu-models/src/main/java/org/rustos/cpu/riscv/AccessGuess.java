package org.rustos.cpu.riscv;

import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Effects;
import org.rustos.cpu.riscv.isa.OpTable;

/**
 * Which memory an instruction is about to read or write, found from its word and the registers: no
 * hart tells of accesses that hit.
 */
final class AccessGuess {
    private static final int CAPABILITY_BYTES = 16;

    private final RiscvState state;
    private final Effects inIntegerMode = new Effects(OpTable.CHERI_V9);
    private final Effects inCapabilityMode = new Effects(OpTable.CHERI_V9_CAPABILITY_MODE);
    private boolean any;
    private boolean writes;
    private long address;
    private int bytes;

    AccessGuess(RiscvState state) {
        this.state = state;
    }

    void none() {
        any = false;
    }

    /** An instruction is about to be executed. */
    void of(int word) {
        Effects effects = state.special().capabilityMode() ? inCapabilityMode : inIntegerMode;
        effects.of(word);
        any = effects.loads() || effects.stores();
        if (any) {
            writes = effects.stores();
            address = state.x(effects.base()) + effects.offset();
            bytes = effects.movesCapability() ? CAPABILITY_BYTES : effects.width();
        }
    }

    boolean any() {
        return any;
    }

    boolean writes() {
        return writes;
    }

    long address() {
        return address;
    }

    int bytes() {
        return bytes;
    }
}
