package org.rustos.kernel.ebpf.isa;

/** Which fields must be zero: what a later version of the instruction set may give a meaning. */
final class ReservedFields {
    private static final int LAST_REGISTER = 10;

    private ReservedFields() {}

    /** What is wrong, or null. */
    static String complaint(Instruction at) {
        if (at.dst() > LAST_REGISTER) {
            return "there is no register r" + at.dst();
        }
        Form form = at.form();
        boolean sourceIsRegister = form.register() && at.kind() != Kind.CALL_REGISTER;
        if (sourceIsRegister && at.src() > LAST_REGISTER) {
            return "there is no register r" + at.src();
        }
        return switch (at.kind()) {
            case ALU -> {
                boolean unary = form.alu() == AluOp.NEG;
                yield zero(
                        form.register() ? 0 : at.src(), 0, form.register() || unary ? at.imm() : 0);
            }
            case END ->
                    at.imm() != 16 && at.imm() != 32 && at.imm() != 64
                            ? "byte order of " + at.imm() + " bits"
                            : zero(at.src(), at.offset(), 0);
            case LOAD, LOAD_SIGNED, STORE -> zero(0, 0, at.imm());
            case STORE_IMMEDIATE -> zero(at.src(), 0, 0);
            case WIDE ->
                    at.src() > 6
                            ? "unknown sort of 64-bit immediate " + at.src()
                            : zero(0, at.offset(), 0);
            case JUMP -> zero(form.register() ? 0 : at.src(), 0, form.register() ? at.imm() : 0);
            case GOTO ->
                    zero(
                            at.src() | at.dst(),
                            form.bits() == 32 ? at.offset() : 0,
                            form.bits() == 32 ? 0 : at.imm());
            case CALL ->
                    at.src() > 2
                            ? "unknown sort of call " + at.src()
                            : zero(at.dst(), at.offset(), 0);
            case EXIT -> zero(at.src() | at.dst(), at.offset(), at.imm());
            case ATOMIC, CALL_REGISTER -> null;
        };
    }

    private static String zero(int register, int offset, int imm) {
        if (register != 0) {
            return "reserved register field is not 0";
        }
        if (offset != 0) {
            return "reserved offset field is " + offset;
        }
        return imm == 0 ? null : "reserved immediate is " + imm;
    }
}
