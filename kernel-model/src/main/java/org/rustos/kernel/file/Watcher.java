package org.rustos.kernel.file;

import java.io.Serializable;

/** Is told what happens to an inode, or to a name in a directory. */
public interface Watcher extends Serializable {
    /**
     * Something happened.
     *
     * @param what what
     * @param name the name in the watched directory, or null for the watched inode itself
     * @param directory whether it happened to a directory
     * @param cookie what ties the two halves of a move; else 0
     */
    void changed(Change what, String name, boolean directory, int cookie, Payer payer);
}
