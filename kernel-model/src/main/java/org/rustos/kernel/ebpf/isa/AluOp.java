package org.rustos.kernel.ebpf.isa;

/**
 * What each arithmetic operation computes, once for everybody: interpreter, constant folding of the
 * verifier, and tests. The shift count is masked, a division by zero gives 0 and a remainder by
 * zero the dividend (RFC 9669, section 4.1).
 */
public enum AluOp implements Operation {
    ADD(0x00, 0, "+=") {
        @Override
        public long apply(long a, long b) {
            return a + b;
        }
    },
    SUB(0x10, 0, "-=") {
        @Override
        public long apply(long a, long b) {
            return a - b;
        }
    },
    MUL(0x20, 0, "*=") {
        @Override
        public long apply(long a, long b) {
            return a * b;
        }
    },
    DIV(0x30, 0, "/=") {
        @Override
        public long apply(long a, long b) {
            return b == 0 ? 0 : Long.divideUnsigned(a, b);
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? 0 : Integer.divideUnsigned(a, b);
        }
    },
    SDIV(0x30, 1, "s/=") {
        @Override
        public long apply(long a, long b) {
            return b == 0 ? 0 : a / b; // MIN / -1 is MIN in Java too
        }
    },
    OR(0x40, 0, "|=") {
        @Override
        public long apply(long a, long b) {
            return a | b;
        }
    },
    AND(0x50, 0, "&=") {
        @Override
        public long apply(long a, long b) {
            return a & b;
        }
    },
    LSH(0x60, 0, "<<=") {
        @Override
        public long apply(long a, long b) {
            return a << b;
        }

        @Override
        public int apply32(int a, int b) {
            return a << b;
        }
    },
    RSH(0x70, 0, ">>=") {
        @Override
        public long apply(long a, long b) {
            return a >>> b;
        }

        @Override
        public int apply32(int a, int b) {
            return a >>> b;
        }
    },
    NEG(0x80, 0, "-") {
        @Override
        public long apply(long a, long b) {
            return -a;
        }
    },
    MOD(0x90, 0, "%=") {
        @Override
        public long apply(long a, long b) {
            return b == 0 ? a : Long.remainderUnsigned(a, b);
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? a : Integer.remainderUnsigned(a, b);
        }
    },
    SMOD(0x90, 1, "s%=") {
        @Override
        public long apply(long a, long b) {
            return b == 0 ? a : a % b;
        }
    },
    XOR(0xa0, 0, "^=") {
        @Override
        public long apply(long a, long b) {
            return a ^ b;
        }
    },
    MOV(0xb0, 0, "=") {
        @Override
        public long apply(long a, long b) {
            return b;
        }
    },
    MOVSX8(0xb0, 8, "= (s8)") {
        @Override
        public long apply(long a, long b) {
            return (byte) b;
        }
    },
    MOVSX16(0xb0, 16, "= (s16)") {
        @Override
        public long apply(long a, long b) {
            return (short) b;
        }
    },
    MOVSX32(0xb0, 32, "= (s32)") {
        @Override
        public long apply(long a, long b) {
            return (int) b;
        }
    },
    ARSH(0xc0, 0, "s>>=") {
        @Override
        public long apply(long a, long b) {
            return a >> b;
        }

        @Override
        public int apply32(int a, int b) {
            return a >> b;
        }
    };

    private final int code;
    private final int variant;
    private final String symbol;

    AluOp(int code, int variant, String symbol) {
        this.code = code;
        this.variant = variant;
        this.symbol = symbol;
    }

    /** The 64-bit operation. */
    public abstract long apply(long a, long b);

    /** The 32-bit operation; most are the low half of the 64-bit one on sign-extended operands. */
    public int apply32(int a, int b) {
        return (int) apply(a, b);
    }

    /** The upper four bits of the opcode. */
    public int code() {
        return code;
    }

    /** What the offset field says to tell operations with one opcode apart. */
    public int variant() {
        return variant;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether it moves with a sign extension. */
    public boolean extendsSign() {
        return this == MOVSX8 || this == MOVSX16 || this == MOVSX32;
    }

    /** Whether it multiplies or divides, which makes a conformance group of its own. */
    public boolean divides() {
        return this == MUL || this == DIV || this == SDIV || this == MOD || this == SMOD;
    }
}
