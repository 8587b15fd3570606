package org.rustos.kernel.ebpf.isa;

/** What sort of work a form does: what interpreter, disassembler and verifier branch on. */
public enum Kind {
    ALU,
    END,
    LOAD,
    LOAD_SIGNED,
    STORE_IMMEDIATE,
    STORE,
    ATOMIC,
    /** The only one that takes two slots. */
    WIDE,
    JUMP,
    GOTO,
    CALL,
    CALL_REGISTER,
    EXIT
}
