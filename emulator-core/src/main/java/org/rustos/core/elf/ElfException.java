package org.rustos.core.elf;

/** A file is not an executable that we can load; the message says why in one line. */
public final class ElfException extends Exception {
    private static final long serialVersionUID = 1L;

    public ElfException(String message) {
        super(message);
    }
}
