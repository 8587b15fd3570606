package org.rustos.cli.gdb;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * AArch64 as gdb numbers it, and the keys of pointer authentication, which gdb knows nothing of.
 */
final class ArmRegisters {
    private static final int VECTOR_BYTES = 16;
    private static final int FPSR = 32 * VECTOR_BYTES;

    /** Bits of a pointer that hold a signature: 48-bit addresses, no ignored byte. */
    private static final long SIGNATURE = 0xff7f_0000_0000_0000L;

    private static final String FLAG_TYPE =
            "<flags id=\"cpsr_flags\" size=\"4\"><field name=\"BTYPE\" start=\"10\" end=\"11\"/>"
                    + "<field name=\"V\" start=\"28\" end=\"28\"/>"
                    + "<field name=\"C\" start=\"29\" end=\"29\"/>"
                    + "<field name=\"Z\" start=\"30\" end=\"30\"/>"
                    + "<field name=\"N\" start=\"31\" end=\"31\"/></flags>";

    private static final String VECTOR_TYPE =
            "<vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
                    + "<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/>"
                    + "<vector id=\"v2u\" type=\"uint64\" count=\"2\"/>"
                    + "<vector id=\"v4u\" type=\"uint32\" count=\"4\"/>"
                    + "<vector id=\"v16u\" type=\"uint8\" count=\"16\"/>"
                    + "<union id=\"vnd\"><field name=\"f\" type=\"v2d\"/>"
                    + "<field name=\"u\" type=\"v2u\"/></union>"
                    + "<union id=\"vns\"><field name=\"f\" type=\"v4f\"/>"
                    + "<field name=\"u\" type=\"v4u\"/></union>"
                    + "<union id=\"vnb\"><field name=\"u\" type=\"v16u\"/></union>"
                    + "<union id=\"aarch64v\"><field name=\"d\" type=\"vnd\"/>"
                    + "<field name=\"s\" type=\"vns\"/><field name=\"b\" type=\"vnb\"/>"
                    + "<field name=\"q\" type=\"uint128\"/></union>";

    private ArmRegisters() {}

    static List<Feature> features(HartContext like) {
        List<Feature> features = new ArrayList<>();
        features.add(new Feature("org.gnu.gdb.aarch64.core", FLAG_TYPE, core(like)));
        features.add(new Feature("org.gnu.gdb.aarch64.fpu", VECTOR_TYPE, vectors()));
        features.add(
                new Feature(
                        "org.gnu.gdb.aarch64.tls",
                        "",
                        List.of(Registers.general(like, "tpidr", "tpidr_el0", 8, "data_ptr"))));
        if (like.pointerKeys() != null) {
            features.add(
                    new Feature(
                            "org.gnu.gdb.aarch64.pauth",
                            "",
                            List.of(
                                    Registers.constant("pauth_dmask", 8, "int", SIGNATURE),
                                    Registers.constant("pauth_cmask", 8, "int", SIGNATURE))));
            features.add(new Feature("org.rustos.aarch64.pauth-keys", "", keys()));
        }
        return features;
    }

    private static List<Register> core(HartContext like) {
        List<Register> core = new ArrayList<>();
        for (int i = 0; i <= 30; i++) {
            core.add(Registers.general(like, "x" + i, "x" + i, 8, "int"));
        }
        core.add(Registers.general(like, "sp", "sp", 8, "data_ptr"));
        core.add(
                new Register(
                        "pc",
                        8,
                        "code_ptr",
                        "",
                        thread -> Registers.number(thread.pc(), 8),
                        (thread, value) -> thread.pc(Registers.number(value))));
        core.add(Registers.general(like, "cpsr", "pstate", 4, "cpsr_flags"));
        return core;
    }

    private static List<Register> vectors() {
        List<Register> vectors = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            vectors.add(
                    Registers.extended("v" + i, VECTOR_BYTES * i, VECTOR_BYTES, "aarch64v", ""));
        }
        vectors.add(Registers.extended("fpsr", FPSR, 4, "int", "float"));
        vectors.add(Registers.extended("fpcr", FPSR + 4, 4, "int", "float"));
        return vectors;
    }

    private static List<Register> keys() {
        return List.of(
                key("apia", PointerKeys::instructionA),
                key("apib", PointerKeys::instructionB),
                key("apda", PointerKeys::dataA),
                key("apdb", PointerKeys::dataB),
                key("apga", PointerKeys::generic));
    }

    private static Register key(String name, Function<PointerKeys, PointerKeys.Key> which) {
        return new Register(
                name,
                VECTOR_BYTES,
                "uint128",
                "system",
                thread -> {
                    PointerKeys.Key key = which.apply(thread.pointerKeys());
                    return ByteBuffer.allocate(VECTOR_BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(key.low())
                            .putLong(key.high())
                            .array();
                },
                null);
    }
}
