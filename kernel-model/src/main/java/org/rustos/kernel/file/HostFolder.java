package org.rustos.kernel.file;

import java.io.IOException;
import java.util.List;

/** A directory outside of the machine that was not looked into yet: on the host, or recorded. */
public interface HostFolder {
    /**
     * What it holds, in the order of the names' bytes.
     *
     * @throws java.nio.file.AccessDeniedException if its owner does not let us
     * @throws IOException with one line for the user for any other reason
     */
    List<HostEntry> entries() throws IOException;
}
