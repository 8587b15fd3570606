package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Moves a fixed list of registers in one native call (85 ns for 32, against 10 ns each), with its
 * buffers allocated once.
 */
public final class RegisterBatch {
    private final int count;
    private final MemorySegment ids;
    private final MemorySegment pointers;
    private final MemorySegment values;

    /**
     * Makes a batch of 64-bit registers.
     *
     * @param arena owns the buffers
     * @param registers Unicorn register ids, each of at most 64 bits
     */
    public RegisterBatch(Arena arena, int... registers) {
        this(arena, registers, allEight(registers.length));
    }

    /**
     * Makes a batch of registers of several sizes, which lie one after the other in {@link
     * #values}.
     *
     * @param arena owns the buffers
     * @param registers Unicorn register ids
     * @param sizes bytes that each takes in the buffer, at least the register's size
     */
    public RegisterBatch(Arena arena, int[] registers, int[] sizes) {
        count = registers.length;
        ids = arena.allocateFrom(JAVA_INT, registers);
        values = arena.allocate(IntStream.of(sizes).sum(), 16);
        pointers = arena.allocate(ADDRESS, count);
        long at = 0;
        for (int i = 0; i < count; i++) {
            pointers.setAtIndex(ADDRESS, i, values.asSlice(at, sizes[i]));
            at += sizes[i];
        }
    }

    private static int[] allEight(int count) {
        int[] sizes = new int[count];
        Arrays.fill(sizes, 8);
        return sizes;
    }

    /**
     * Returns the buffer.
     *
     * @return all registers, one after the other
     */
    public MemorySegment values() {
        return values;
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
