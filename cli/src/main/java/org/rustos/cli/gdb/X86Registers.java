package org.rustos.cli.gdb;

import org.rustos.core.hart.HartContext;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** x86-64 as gdb numbers it: general, x87, SSE, segment bases and PKRU. */
final class X86Registers {
    private static final String[] GENERAL = {
        "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15"
    };

    // Where FXSAVE64 puts things (Intel SDM vol. 1, table 10-2).
    private static final int TAGS = 4;
    private static final int OPCODE = 6;
    private static final int MXCSR = 24;
    private static final int STACK = 32;
    private static final int VECTORS = 160;

    private static final int USER_CODE = 0x33;
    private static final int USER_STACK = 0x2b;
    private static final int EMPTY = 3;

    private static final String FLAG_TYPE =
            "<flags id=\"i386_eflags\" size=\"4\"><field name=\"\" start=\"22\" end=\"31\"/>"
                    + flag("CF", 0)
                    + flag("PF", 2)
                    + flag("AF", 4)
                    + flag("ZF", 6)
                    + flag("SF", 7)
                    + flag("TF", 8)
                    + flag("IF", 9)
                    + flag("DF", 10)
                    + flag("OF", 11)
                    + "</flags>";

    private static final String VECTOR_TYPE =
            "<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/>"
                    + "<vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
                    + "<vector id=\"v16i8\" type=\"int8\" count=\"16\"/>"
                    + "<vector id=\"v4i32\" type=\"int32\" count=\"4\"/>"
                    + "<vector id=\"v2i64\" type=\"int64\" count=\"2\"/>"
                    + "<union id=\"vec128\"><field name=\"v4_float\" type=\"v4f\"/>"
                    + "<field name=\"v2_double\" type=\"v2d\"/>"
                    + "<field name=\"v16_int8\" type=\"v16i8\"/>"
                    + "<field name=\"v4_int32\" type=\"v4i32\"/>"
                    + "<field name=\"v2_int64\" type=\"v2i64\"/>"
                    + "<field name=\"uint128\" type=\"uint128\"/></union>";

    private X86Registers() {}

    private static String flag(String name, int bit) {
        return "<field name=\"%s\" start=\"%d\" end=\"%d\"/>".formatted(name, bit, bit);
    }

    static List<Feature> features(HartContext like) {
        return List.of(
                new Feature("org.gnu.gdb.i386.core", FLAG_TYPE, core(like)),
                new Feature("org.gnu.gdb.i386.sse", VECTOR_TYPE, vectors()),
                new Feature(
                        "org.gnu.gdb.i386.segments",
                        "",
                        List.of(
                                Registers.general(like, "fs_base", "fs_base", 8, "int"),
                                Registers.general(like, "gs_base", "gs_base", 8, "int"))),
                new Feature("org.gnu.gdb.i386.pkeys", "", List.of(keyRights())));
    }

    private static List<Register> core(HartContext like) {
        List<Register> core = new ArrayList<>();
        for (String name : GENERAL) {
            boolean pointer = name.equals("rsp") || name.equals("rbp");
            core.add(Registers.general(like, name, name, 8, pointer ? "data_ptr" : "int64"));
        }
        core.add(Registers.general(like, "rip", "rip", 8, "code_ptr"));
        core.add(Registers.general(like, "eflags", "rflags", 4, "i386_eflags"));
        core.add(Registers.constant("cs", 4, "int32", USER_CODE));
        core.add(Registers.constant("ss", 4, "int32", USER_STACK));
        for (String name : List.of("ds", "es", "fs", "gs")) {
            core.add(Registers.constant(name, 4, "int32", 0));
        }
        for (int i = 0; i < 8; i++) {
            core.add(Registers.extended("st" + i, STACK + 16 * i, 10, "i387_ext", ""));
        }
        core.add(half("fctrl", 0));
        core.add(half("fstat", 2));
        core.add(tags());
        for (String name : List.of("fiseg", "fioff", "foseg", "fooff")) {
            core.add(Registers.constant(name, 4, "int", 0));
        }
        core.add(half("fop", OPCODE));
        return core;
    }

    /** 16 bits of the image in a register of 32. */
    private static Register half(String name, int at) {
        return new Register(
                name,
                4,
                "int",
                "float",
                thread -> Registers.number(image(thread).getShort(at) & 0xffff, 4),
                null);
    }

    private static Register tags() {
        return new Register(
                "ftag",
                4,
                "int",
                "float",
                thread -> {
                    int used = image(thread).get(TAGS);
                    int tags = 0;
                    for (int i = 0; i < 8; i++) {
                        tags |= (used >> i & 1) == 0 ? EMPTY << 2 * i : 0;
                    }
                    return Registers.number(tags, 4);
                },
                null);
    }

    private static ByteBuffer image(HartContext thread) {
        return ByteBuffer.wrap(thread.extendedState()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Register> vectors() {
        List<Register> vectors = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            vectors.add(Registers.extended("xmm" + i, VECTORS + 16 * i, 16, "vec128", ""));
        }
        vectors.add(Registers.extended("mxcsr", MXCSR, 4, "int", "vector"));
        return vectors;
    }

    private static Register keyRights() {
        return new Register(
                "pkru",
                4,
                "uint32",
                "",
                thread -> Registers.number(thread.keyRights(), 4),
                (thread, value) -> thread.keyRights(Registers.number(value)));
    }
}
