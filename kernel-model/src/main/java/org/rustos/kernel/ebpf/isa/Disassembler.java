package org.rustos.kernel.ebpf.isa;

/** Instructions as people read them: the notation of clang and llvm-objdump. */
public final class Disassembler {
    private Disassembler() {}

    /** One instruction. */
    public static String text(Instruction at) {
        Form form = at.form();
        return switch (at.kind()) {
            case ALU -> alu(at, form.alu());
            case END -> {
                String r = register(at.dst(), 64);
                yield r + " = " + form.swap().symbol() + at.imm() + " " + r;
            }
            case LOAD -> target(at) + " = " + memory(at, at.src(), "u");
            case LOAD_SIGNED -> target(at) + " = " + memory(at, at.src(), "s");
            case STORE_IMMEDIATE -> memory(at, at.dst(), "u") + " = " + number(at.imm());
            case STORE -> memory(at, at.dst(), "u") + " = " + source(at);
            case ATOMIC -> atomic(at, form.atomic());
            case WIDE -> register(at.dst(), 64) + " = " + wide(at);
            case JUMP ->
                    "if %s %s %s goto %s"
                            .formatted(
                                    register(at.dst(), form.bits()),
                                    form.jump().symbol(),
                                    form.register()
                                            ? register(at.src(), form.bits())
                                            : number(at.imm()),
                                    distance(at.offset()));
            case GOTO ->
                    form.bits() == 32
                            ? "gotol " + distance(at.imm())
                            : "goto " + distance(at.offset());
            case CALL -> call(at);
            case CALL_REGISTER -> "callx " + register(callRegister(at), 64);
            case EXIT -> "exit";
        };
    }

    /** Compilers disagree where a call by register names it: all three places are known. */
    public static int callRegister(Instruction at) {
        return at.dst() != 0 ? at.dst() : at.src() != 0 ? at.src() : at.imm();
    }

    private static String alu(Instruction at, AluOp op) {
        String to = register(at.dst(), at.form().bits());
        if (op == AluOp.NEG) {
            return to + " = -" + to;
        }
        String from =
                at.form().register() ? register(at.src(), at.form().bits()) : number(at.imm());
        return to + " " + op.symbol() + (op.extendsSign() ? "" : " ") + from;
    }

    private static String atomic(Instruction at, AtomicOp op) {
        int bits = at.form().bits();
        String place = place(at, at.dst());
        String from = register(at.src(), bits);
        return switch (op) {
            case ADD, OR, AND, XOR ->
                    "lock *(u%d *)(%s) %s %s".formatted(bits, place, op.symbol(), from);
            case XCHG ->
                    "%s = xchg%s(%s, %s)"
                            .formatted(from, bits == 64 ? "_64" : "32_32", place, from);
            case CMPXCHG ->
                    "%s = cmpxchg%s(%s, %s, %s)"
                            .formatted(
                                    register(0, bits),
                                    bits == 64 ? "_64" : "32_32",
                                    place,
                                    register(0, bits),
                                    from);
            default ->
                    "%s = atomic_fetch_%s((u%d *)(%s), %s)"
                            .formatted(from, op.word(), bits, place, from);
        };
    }

    private static String wide(Instruction at) {
        return switch (at.src()) {
            case Instruction.WIDE_NUMBER -> "0x" + Long.toHexString(at.wide()) + " ll";
            case Instruction.WIDE_MAP -> "map " + at.imm();
            case Instruction.WIDE_MAP_VALUE ->
                    "map " + at.imm() + " value + 0x" + Long.toHexString(at.wide() >>> 32);
            default -> "0x" + Long.toHexString(at.wide()) + " sort " + at.src();
        };
    }

    private static String call(Instruction at) {
        return switch (at.src()) {
            case Instruction.CALL_HELPER -> "call " + number(at.imm());
            case Instruction.CALL_LOCAL -> "call pc" + distance(at.imm());
            default -> "call kernel " + number(at.imm());
        };
    }

    private static String target(Instruction at) {
        // An 8-, 16- or 32-bit load fills the whole register.
        return register(at.dst(), 64);
    }

    private static String source(Instruction at) {
        return register(at.src(), 64);
    }

    private static String memory(Instruction at, int base, String sign) {
        return "*(" + sign + at.form().bits() + " *)(" + place(at, base) + ")";
    }

    private static String place(Instruction at, int base) {
        int offset = at.offset();
        return register(base, 64)
                + (offset < 0
                        ? " - 0x" + Integer.toHexString(-offset)
                        : " + 0x" + Integer.toHexString(offset));
    }

    private static String register(int number, int bits) {
        return (bits == 64 ? "r" : "w") + number;
    }

    private static String number(int value) {
        return value < 0 ? "-0x" + Integer.toHexString(-value) : "0x" + Integer.toHexString(value);
    }

    private static String distance(int slots) {
        return slots < 0 ? "-0x" + Integer.toHexString(-slots) : "+0x" + Integer.toHexString(slots);
    }
}
