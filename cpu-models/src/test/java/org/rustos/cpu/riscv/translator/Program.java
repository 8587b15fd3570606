package org.rustos.cpu.riscv.translator;

/**
 * A generated program, wherever it is put.
 *
 * @param seed makes it again
 * @param code its instructions
 * @param start where in them it begins
 * @param end where it has come to its end
 * @param table offsets into code that indirect jumps read
 * @param span bytes of data that it uses, a power of two
 */
record Program(long seed, byte[] code, int start, int end, int[] table, int span) {
    /** What a program may hold, which depends on where it runs. */
    enum Place {
        /** User code with pages and a supervisor that sees to its traps. */
        USER,
        /** Machine mode, with a handler of its own and a device. */
        BARE
    }

    /**
     * Where the parts lie.
     *
     * @param code where code begins
     */
    record Layout(long code) {
        static final int CODE_BYTES = 1 << 14;
        static final int DATA_BYTES = 1 << 18;

        /** Jump tables, which cannot be written in user mode. */
        long table() {
            return code + 0x8000;
        }

        /** The top of the stack. */
        long stack() {
            return code + 0xe000;
        }

        long data() {
            return code + 0x10000;
        }

        /** Bytes from the start to behind the data. */
        static long bytes() {
            return 0x10000 + DATA_BYTES;
        }
    }
}
