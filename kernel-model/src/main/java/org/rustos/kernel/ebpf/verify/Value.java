package org.rustos.kernel.ebpf.verify;

/** What is known of a register or of a stored word. */
sealed interface Value permits Value.Unset, Scalar, Pointer {
    /** Nothing was written there. */
    enum Unset implements Value {
        UNSET;

        @Override
        public String toString() {
            return "unset";
        }
    }
}
