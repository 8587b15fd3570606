package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.hart.RiscvHart;

/** The ways to execute a program, so that each test of a program is a test of all of them. */
enum Engine {
    INTERPRETER {
        @Override
        void install(RiscvHart hart) {
            hart.translator(null, Integer.MAX_VALUE);
        }
    };

    /** Makes a hart execute in this way. */
    abstract void install(RiscvHart hart);
}
