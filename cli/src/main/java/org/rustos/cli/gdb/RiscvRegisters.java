package org.rustos.cli.gdb;

import org.rustos.core.hart.HardwareCapability;
import org.rustos.core.hart.HartContext;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** RISC-V as gdb numbers it, and the registers again as CHERI capabilities, taken apart. */
final class RiscvRegisters {
    private static final int COUNT = 32;
    private static final int CAPABILITY_BYTES = 7 * Long.BYTES;
    private static final int FCSR = COUNT * Long.BYTES;

    private static final String CAPABILITY_TYPE =
            "<flags id=\"cheri_perms\" size=\"8\">"
                    + permission("GLOBAL", 0)
                    + permission("EXECUTE", 1)
                    + permission("LOAD", 2)
                    + permission("STORE", 3)
                    + permission("LOAD_CAP", 4)
                    + permission("STORE_CAP", 5)
                    + permission("STORE_LOCAL_CAP", 6)
                    + permission("SEAL", 7)
                    + permission("CINVOKE", 8)
                    + permission("UNSEAL", 9)
                    + permission("ACCESS_SYSTEM_REGISTERS", 10)
                    + permission("SET_CID", 11)
                    + "<field name=\"SOFTWARE\" start=\"15\" end=\"18\"/></flags>"
                    + "<struct id=\"cheri_capability\"><field name=\"tag\" type=\"uint64\"/>"
                    + "<field name=\"address\" type=\"data_ptr\"/>"
                    + "<field name=\"base\" type=\"data_ptr\"/>"
                    + "<field name=\"top\" type=\"data_ptr\"/>"
                    + "<field name=\"perms\" type=\"cheri_perms\"/>"
                    + "<field name=\"otype\" type=\"int64\"/>"
                    + "<field name=\"upper\" type=\"data_ptr\"/></struct>";

    private RiscvRegisters() {}

    private static String permission(String name, int bit) {
        return "<field name=\"%s\" start=\"%d\" end=\"%d\"/>".formatted(name, bit, bit);
    }

    static List<Feature> features(HartContext like) {
        List<Feature> features = new ArrayList<>();
        features.add(new Feature("org.gnu.gdb.riscv.cpu", "", core(like)));
        features.add(new Feature("org.gnu.gdb.riscv.fpu", "", floats()));
        if (like.capability(0) != null) {
            features.add(new Feature("org.rustos.riscv.cheri", CAPABILITY_TYPE, capabilities()));
        }
        return features;
    }

    private static List<Register> core(HartContext like) {
        List<Register> core = new ArrayList<>();
        core.add(Registers.constant("zero", 8, "int", 0));
        for (String name : like.registerNames()) {
            String type =
                    switch (name) {
                        case "ra" -> "code_ptr";
                        case "sp", "gp", "tp" -> "data_ptr";
                        default -> "int";
                    };
            core.add(Registers.general(like, name.equals("s0") ? "fp" : name, name, 8, type));
        }
        core.add(
                new Register(
                        "pc",
                        8,
                        "code_ptr",
                        "",
                        thread -> Registers.number(thread.pc(), 8),
                        (thread, value) -> thread.pc(Registers.number(value))));
        return core;
    }

    private static List<Register> floats() {
        List<Register> floats = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            floats.add(Registers.extended("f" + i, Long.BYTES * i, 8, "ieee_double", "float"));
        }
        floats.add(Registers.extended("fcsr", FCSR, 4, "int", "float"));
        return floats;
    }

    private static List<Register> capabilities() {
        List<Register> capabilities = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            capabilities.add(capability("c" + i, i));
        }
        capabilities.add(capability("pcc", COUNT));
        capabilities.add(capability("ddc", COUNT + 1));
        return capabilities;
    }

    private static Register capability(String name, int index) {
        return new Register(
                name,
                CAPABILITY_BYTES,
                "cheri_capability",
                "cheri",
                thread -> bytes(thread.capability(index)),
                null);
    }

    private static byte[] bytes(HardwareCapability capability) {
        return ByteBuffer.allocate(CAPABILITY_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(capability.valid() ? 1 : 0)
                .putLong(capability.address())
                .putLong(capability.base())
                .putLong(capability.top())
                .putLong(capability.permissions())
                .putLong(capability.type())
                .putLong(capability.upper())
                .array();
    }
}
