package org.rustos.kernel.ebpf.isa;

/** When a conditional jump is taken. A 32-bit comparison is given extended halves. */
public enum JumpOp implements Operation {
    JEQ(0x10, "==", 1) {
        @Override
        public boolean test(long a, long b) {
            return a == b;
        }
    },
    JGT(0x20, ">", 1) {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) > 0;
        }
    },
    JGE(0x30, ">=", 1) {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) >= 0;
        }
    },
    JSET(0x40, "&", 1) {
        @Override
        public boolean test(long a, long b) {
            return (a & b) != 0;
        }
    },
    JNE(0x50, "!=", 1) {
        @Override
        public boolean test(long a, long b) {
            return a != b;
        }
    },
    JSGT(0x60, "s>", 1) {
        @Override
        public boolean test(long a, long b) {
            return a > b;
        }
    },
    JSGE(0x70, "s>=", 1) {
        @Override
        public boolean test(long a, long b) {
            return a >= b;
        }
    },
    JLT(0xa0, "<", 2) {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) < 0;
        }
    },
    JLE(0xb0, "<=", 2) {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) <= 0;
        }
    },
    JSLT(0xc0, "s<", 2) {
        @Override
        public boolean test(long a, long b) {
            return a < b;
        }
    },
    JSLE(0xd0, "s<=", 2) {
        @Override
        public boolean test(long a, long b) {
            return a <= b;
        }
    };

    private final int code;
    private final String symbol;
    private final int version;

    JumpOp(int code, String symbol, int version) {
        this.code = code;
        this.symbol = symbol;
        this.version = version;
    }

    /** Whether the jump is taken. */
    public abstract boolean test(long a, long b);

    /** The same on the low halves: extended by sign, which keeps unsigned order as well. */
    public boolean test32(int a, int b) {
        return test(a, b);
    }

    public int code() {
        return code;
    }

    public String symbol() {
        return symbol;
    }

    /** The version of the instruction set that brought it. */
    public int version() {
        return version;
    }

    /** Whether order is by sign. */
    public boolean signed() {
        return this == JSGT || this == JSGE || this == JSLT || this == JSLE;
    }

    /** The comparison that holds exactly where this one does not; JSET has none. */
    public JumpOp opposite() {
        return switch (this) {
            case JEQ -> JNE;
            case JNE -> JEQ;
            case JGT -> JLE;
            case JLE -> JGT;
            case JGE -> JLT;
            case JLT -> JGE;
            case JSGT -> JSLE;
            case JSLE -> JSGT;
            case JSGE -> JSLT;
            case JSLT -> JSGE;
            case JSET -> throw new IllegalStateException("no opposite");
        };
    }
}
