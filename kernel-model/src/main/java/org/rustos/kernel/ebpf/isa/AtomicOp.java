package org.rustos.kernel.ebpf.isa;

/** What an atomic instruction stores; the code stands in the immediate. */
public enum AtomicOp implements Operation {
    ADD(0x00, "+=", "add") {
        @Override
        public long apply(long old, long operand) {
            return old + operand;
        }
    },
    OR(0x40, "|=", "or") {
        @Override
        public long apply(long old, long operand) {
            return old | operand;
        }
    },
    AND(0x50, "&=", "and") {
        @Override
        public long apply(long old, long operand) {
            return old & operand;
        }
    },
    XOR(0xa0, "^=", "xor") {
        @Override
        public long apply(long old, long operand) {
            return old ^ operand;
        }
    },
    FETCH_ADD(0x01, "+=", "add") {
        @Override
        public long apply(long old, long operand) {
            return old + operand;
        }
    },
    FETCH_OR(0x41, "|=", "or") {
        @Override
        public long apply(long old, long operand) {
            return old | operand;
        }
    },
    FETCH_AND(0x51, "&=", "and") {
        @Override
        public long apply(long old, long operand) {
            return old & operand;
        }
    },
    FETCH_XOR(0xa1, "^=", "xor") {
        @Override
        public long apply(long old, long operand) {
            return old ^ operand;
        }
    },
    XCHG(0xe1, "=", "xchg") {
        @Override
        public long apply(long old, long operand) {
            return operand;
        }
    },
    /** Stores only if the old value equals R0; R0 gets the old value. */
    CMPXCHG(0xf1, "=", "cmpxchg") {
        @Override
        public long apply(long old, long operand) {
            return operand;
        }
    };

    private final int code;
    private final String symbol;
    private final String word;

    AtomicOp(int code, String symbol, String word) {
        this.code = code;
        this.symbol = symbol;
        this.word = word;
    }

    /** What is stored. */
    public abstract long apply(long old, long operand);

    public int code() {
        return code;
    }

    public String symbol() {
        return symbol;
    }

    public String word() {
        return word;
    }

    /** Whether the old value comes back: in R0 for CMPXCHG, in the source register otherwise. */
    public boolean fetches() {
        return (code & 1) != 0;
    }
}
