package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import org.rustos.cpu.memory.HostMemory;

import java.lang.foreign.MemorySegment;

/**
 * Spares the engine a search that it does before each memory callback: it brings the program
 * counter up to date, by walking its block from the start, which costs more than the callback
 * itself. The engine's own flag {@code skip_sync_pc_on_exit} turns that off; it lies in a private
 * struct, at an offset that is believed only if the byte there behaves as that flag does. In any
 * other build the search stays, and nothing but speed is lost.
 */
final class LazyPc {
    // In the 2.1.4 of the Python wheel for Linux on x86-64.
    private static final int KNOWN_RELEASE = 0x020104;
    private static final long KNOWN_OFFSET = 0x3a32;

    // Its address; 0 if it is not known. It lives as long as the engine.
    private final long flag;

    private LazyPc(long flag) {
        this.flag = flag;
    }

    /**
     * Looks for the flag of an engine that is not running. Its program counter is written, which
     * sets the flag.
     *
     * @param engine the instance
     * @param handle its struct
     * @param programCounter the register's id
     */
    static LazyPc of(UnicornEngine engine, MemorySegment handle, int programCounter) {
        if (Unicorn.release() != KNOWN_RELEASE) {
            return new LazyPc(0);
        }
        MemorySegment flag = handle.reinterpret(KNOWN_OFFSET + 1).asSlice(KNOWN_OFFSET, 1);
        if (flag.get(JAVA_BYTE, 0) != 0) {
            return new LazyPc(0);
        }
        engine.write(programCounter, engine.read(programCounter));
        boolean sets = flag.get(JAVA_BYTE, 0) == 1;
        if (sets) {
            flag.set(JAVA_BYTE, 0, (byte) 0);
        }
        return new LazyPc(sets ? flag.address() : 0);
    }

    /** From now on memory callbacks find a stale program counter; stops need {@link #off} first. */
    void on() {
        if (flag != 0) {
            HostMemory.setByte(flag, (byte) 1);
        }
    }

    void off() {
        if (flag != 0) {
            HostMemory.setByte(flag, (byte) 0);
        }
    }
}
