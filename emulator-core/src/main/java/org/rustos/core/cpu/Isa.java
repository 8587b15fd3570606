package org.rustos.core.cpu;

import java.util.Locale;

/** The instruction sets; images and Linux ABI tables are chosen by it. */
public enum Isa {
    X86_64(62),
    AARCH64(183),
    RISCV64(243);

    private final int elfMachine;

    Isa(int elfMachine) {
        this.elfMachine = elfMachine;
    }

    /** {@code e_machine} of the ELF specification. */
    public int elfMachine() {
        return elfMachine;
    }

    /** Name in files and options: x86_64, aarch64, riscv64. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ISA of an ELF file, or null if it is none of ours. */
    public static Isa ofElf(int machine) {
        for (Isa isa : values()) {
            if (isa.elfMachine == machine) {
                return isa;
            }
        }
        return null;
    }
}
