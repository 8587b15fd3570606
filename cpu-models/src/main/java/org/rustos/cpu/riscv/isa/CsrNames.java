package org.rustos.cpu.riscv.isa;

import java.util.HashMap;
import java.util.Map;

/** What control and status registers are called; a number without a name stays a number. */
final class CsrNames {
    private static final Map<Integer, String> NAMES = new HashMap<>();

    static {
        add(0x001, "fflags", "frm", "fcsr");
        add(0xc00, "cycle", "time", "instret");
        add(0x100, "sstatus");
        add(0x104, "sie", "stvec", "scounteren");
        add(0x10a, "senvcfg");
        add(0x140, "sscratch", "sepc", "scause", "stval", "sip");
        add(0x180, "satp");
        add(0xf11, "mvendorid", "marchid", "mimpid", "mhartid", "mconfigptr");
        add(0x300, "mstatus", "misa", "medeleg", "mideleg", "mie", "mtvec", "mcounteren");
        add(0x30a, "menvcfg");
        add(0x320, "mcountinhibit");
        add(0x340, "mscratch", "mepc", "mcause", "mtval", "mip");
        add(0xb00, "mcycle");
        add(0xb02, "minstret");
        for (int i = 0; i < 16; i += 2) {
            add(0x3a0 + i, "pmpcfg" + i);
        }
        for (int i = 0; i < 64; i++) {
            add(0x3b0 + i, "pmpaddr" + i);
        }
        for (int i = 3; i < 32; i++) {
            add(0xb00 + i, "mhpmcounter" + i);
            add(0xc00 + i, "hpmcounter" + i);
            add(0x320 + i, "mhpmevent" + i);
        }
    }

    private CsrNames() {}

    private static void add(int first, String... names) {
        for (int i = 0; i < names.length; i++) {
            NAMES.put(first + i, names[i]);
        }
    }

    static String of(int number) {
        String name = NAMES.get(number);
        return name == null ? Integer.toString(number) : name;
    }
}
