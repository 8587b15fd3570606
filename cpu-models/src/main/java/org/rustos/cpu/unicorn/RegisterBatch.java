package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Moves a fixed list of 64-bit registers in one native call (85 ns for 32, against 10 ns each),
 * with its buffers allocated once.
 */
public final class RegisterBatch {
    private final int count;
    private final MemorySegment ids;
    private final MemorySegment pointers;
    private final MemorySegment values;

    /**
     * Makes a batch.
     *
     * @param arena owns the buffers
     * @param registers Unicorn register ids, each of at most 64 bits
     */
    public RegisterBatch(Arena arena, int... registers) {
        count = registers.length;
        ids = arena.allocateFrom(JAVA_INT, registers);
        values = arena.allocate(JAVA_LONG, count);
        pointers = arena.allocate(ADDRESS, count);
        for (int i = 0; i < count; i++) {
            pointers.setAtIndex(ADDRESS, i, values.asSlice(8L * i, 8));
        }
    }

    /**
     * Returns a value of the buffer.
     *
     * @param index position in the list of registers
     * @return what the last read brought or the last set left
     */
    public long get(int index) {
        return values.getAtIndex(JAVA_LONG, index);
    }

    /**
     * Puts a value into the buffer.
     *
     * @param index position in the list of registers
     * @param value what the next write brings to the engine
     */
    public void set(int index, long value) {
        values.setAtIndex(JAVA_LONG, index, value);
    }

    void read(MemorySegment engine) throws Throwable {
        values.fill((byte) 0);
        Unicorn.check(
                "register read",
                (int) Unicorn.REG_READ_BATCH.invokeExact(engine, ids, pointers, count));
    }

    void write(MemorySegment engine) throws Throwable {
        Unicorn.check(
                "register write",
                (int) Unicorn.REG_WRITE_BATCH.invokeExact(engine, ids, pointers, count));
    }
}
