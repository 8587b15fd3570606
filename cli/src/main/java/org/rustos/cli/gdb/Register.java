package org.rustos.cli.gdb;

import org.rustos.core.hart.HartContext;

/**
 * A register as gdb sees it.
 *
 * @param type a type of target descriptions
 * @param group for {@code info registers GROUP}; empty for gdb's own choice
 * @param reader gives its bytes, least significant first
 * @param writer takes them, or null where a debugger may not write
 */
record Register(String name, int bytes, String type, String group, Reader reader, Writer writer) {
    /** Takes a register out of a thread. */
    interface Reader {
        byte[] read(HartContext thread);
    }

    /** Puts one in. */
    interface Writer {
        void write(HartContext thread, byte[] bytes);
    }
}
