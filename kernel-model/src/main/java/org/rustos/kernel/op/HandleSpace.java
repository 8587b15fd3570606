package org.rustos.kernel.op;

import org.rustos.kernel.cap.KernelObject;

/**
 * How one process names open files: Linux descriptors, or capability indices. What a look-up checks
 * (rights, epoch, expiry) and what it costs is its own.
 */
public interface HandleSpace {
    /** What an operation wants to do with a handle. */
    enum Use {
        READ,
        WRITE,
        MAP,
        OPEN_BELOW,
        STAT,
        CLOSE
    }

    /**
     * Finds an open file, charging the look-up to the caller's core.
     *
     * @return the file, or a refusal
     */
    Found find(Caller caller, long handle, Use use);

    /** Names a newly opened file; a handle, or a negative errno when the table is full. */
    long install(Caller caller, KernelObject object);

    /** Removes a name; the file is closed with its last name. */
    Errno remove(Caller caller, long handle);

    /** A look-up's answer: exactly one of the two is set. */
    record Found(KernelObject object, Errno error) {
        public static Found of(KernelObject object) {
            return new Found(object, Errno.OK);
        }

        public static Found refused(Errno error) {
            return new Found(null, error);
        }
    }
}
