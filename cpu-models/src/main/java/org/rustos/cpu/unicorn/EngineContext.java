package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Holds a copy of all registers of an engine in the engine's own opaque layout, because that is the
 * only way to registers without an id (x86 PKRU, the record of an undelivered exception) and the
 * fastest way to switch threads. It belongs to one build of Unicorn: never write it to a file.
 */
public final class EngineContext implements AutoCloseable {
    private final MemorySegment context;
    private boolean closed;

    EngineContext(MemorySegment context) {
        this.context = context;
    }

    MemorySegment segment() {
        return context;
    }

    /**
     * Returns how large the copy is.
     *
     * @return bytes
     */
    public long size() {
        return context.byteSize();
    }

    /**
     * Reads a field.
     *
     * @param offset bytes from the start, as found by calibration; a multiple of 4
     * @return the 32-bit field
     */
    public int getInt(long offset) {
        return context.get(JAVA_INT, offset);
    }

    /**
     * Writes a field of the copy; the engine sees it after {@link UnicornEngine#restore}.
     *
     * @param offset bytes from the start, as found by calibration; a multiple of 4
     * @param value the new 32-bit value
     */
    public void setInt(long offset, int value) {
        context.set(JAVA_INT, offset, value);
    }

    /**
     * Reads a field of two words.
     *
     * @param offset bytes from the start, as found by calibration; a multiple of 4
     * @return the 64-bit field
     */
    public long getLong(long offset) {
        return Integer.toUnsignedLong(getInt(offset)) | (long) getInt(offset + 4) << 32;
    }

    /**
     * Writes a field of two words; see {@link #setInt}.
     *
     * @param offset bytes from the start, as found by calibration; a multiple of 4
     * @param value the new 64-bit value
     */
    public void setLong(long offset, long value) {
        setInt(offset, (int) value);
        setInt(offset + 4, (int) (value >>> 32));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                Unicorn.check("context free", (int) Unicorn.CONTEXT_FREE.invokeExact(context));
            } catch (Throwable failure) {
                throw Unicorn.unexpected(failure);
            }
        }
    }
}
