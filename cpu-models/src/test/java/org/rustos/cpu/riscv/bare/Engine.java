package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.translator.Translator;

/** The ways to execute a program, so that each test of a program is a test of all of them. */
enum Engine {
    INTERPRETER {
        @Override
        void install(RiscvHart hart) {
            hart.translator(null, Integer.MAX_VALUE);
        }
    },

    /** Blocks are translated the first time that they have run. */
    TRANSLATOR {
        @Override
        void install(RiscvHart hart) {
            Translator.attach(hart, 1);
        }
    };

    /** Makes a hart execute in this way. */
    abstract void install(RiscvHart hart);
}
