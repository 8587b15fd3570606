package org.rustos.cli.gdb;

/** The debugger ended the run. */
public final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** 128 + SIGKILL. */
    public static final int STATUS = 137;

    KilledException() {
        super("killed by the debugger", null, false, false);
    }
}
