package org.rustos.kernel.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file outside of the machine, read as they are needed. */
public interface HostContent {
    /**
     * Reads until the buffer is full.
     *
     * @throws java.nio.file.AccessDeniedException if its owner does not let us
     * @throws IOException with one line for the user for any other reason: it is gone, or changed
     */
    void read(long offset, ByteBuffer into) throws IOException;
}
