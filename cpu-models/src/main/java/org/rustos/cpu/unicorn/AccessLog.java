package org.rustos.cpu.unicorn;

import org.rustos.cpu.memory.HostMemory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Notes memory accesses without entering Java: a few host instructions append each to a buffer,
 * which Java empties at the next block. An upcall for each costs more than the engine itself.
 *
 * <p>The buffer holds what one block of the engine can do at the very most: 512 instructions, none
 * of which makes more than 130 accesses (XSAVE). It must not be used once its arena is closed.
 */
public final class AccessLog {
    private static final int CAPACITY = 1 << 17;
    private static final long FIRST = 64;
    private static final int SIZE_SHIFT = 48;
    private static final int TYPE_SHIFT = 56;
    private static final long ADDRESS_MASK = (1L << SIZE_SHIFT) - 1;
    private static final long WRITE_TYPE = 17;

    // The callback (engine rdi, type esi, address rdx, size ecx, value r8, log r9):
    private static final byte[] APPEND =
            HexFormat.of()
                    .parseHex(
                            "498b01" // mov rax, [r9]        where the next entry goes
                                    + "48c1e130" // shl rcx, 48
                                    + "4809ca" // or rdx, rcx
                                    + "48c1e638" // shl rsi, 56
                                    + "4809f2" // or rdx, rsi
                                    + "488910" // mov [rax], rdx
                                    + "4883c008" // add rax, 8
                                    + "498901" // mov [r9], rax
                                    + "c3"); // ret

    private static final class Code {
        static final Optional<MemorySegment> APPENDING = HostCode.x86(APPEND);

        private Code() {}
    }

    private final MemorySegment memory;
    // Where the address of the next entry is kept, and where the first entry goes.
    private final long next;
    private final long base;

    private AccessLog(Arena arena) {
        memory = arena.allocate(FIRST + 8L * CAPACITY, FIRST);
        next = memory.address();
        base = next + FIRST;
        clear();
    }

    /**
     * Makes a log.
     *
     * @param arena owns the buffer; must live as long as the engine
     * @return the log, or nothing where the host cannot do this: use upcalls then
     */
    public static Optional<AccessLog> make(Arena arena) {
        return Code.APPENDING.isPresent() ? Optional.of(new AccessLog(arena)) : Optional.empty();
    }

    /** The function that the engine calls for each access, with {@link #argument}. */
    MemorySegment callback() {
        return Code.APPENDING.orElseThrow();
    }

    MemorySegment argument() {
        return memory;
    }

    /**
     * Returns how many accesses were noted since the last {@link #clear}.
     *
     * @return their number
     */
    public int size() {
        return (int) (HostMemory.getLong(next) - base >>> 3);
    }

    /**
     * Returns an access, oldest first.
     *
     * @param index 0 to {@link #size} - 1
     * @return an entry for {@link #address}, {@link #bytes} and {@link #isWrite}
     */
    public long get(int index) {
        return HostMemory.getLong(base + 8L * index);
    }

    /** Forgets all accesses. */
    public void clear() {
        HostMemory.setLong(next, base);
    }

    /**
     * Makes an entry of an access that was told by a callback.
     *
     * @param physical guest-physical address
     * @param size bytes
     * @param write whether it is a write
     * @return as {@link #get} has it
     */
    public static long entry(long physical, int size, boolean write) {
        long type = write ? WRITE_TYPE : WRITE_TYPE - 1;
        return physical & ADDRESS_MASK | (long) size << SIZE_SHIFT | type << TYPE_SHIFT;
    }

    /**
     * Returns the guest-physical address of an entry.
     *
     * @param entry from {@link #get}
     * @return below 2^48
     */
    public static long address(long entry) {
        return entry & ADDRESS_MASK;
    }

    /**
     * Returns the size of an entry.
     *
     * @param entry from {@link #get}
     * @return bytes
     */
    public static int bytes(long entry) {
        return (int) (entry >>> SIZE_SHIFT) & 0xff;
    }

    /**
     * Says whether an entry is a write.
     *
     * @param entry from {@link #get}
     * @return false for a read
     */
    public static boolean isWrite(long entry) {
        return entry >>> TYPE_SHIFT == WRITE_TYPE;
    }
}
