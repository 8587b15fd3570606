package org.rustos.kernel.file;

/** How a file is opened. The numbers are those of x86-64 Linux; an ABI with others translates. */
public final class OpenFlags {
    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int ACCESS_MASK = 3;
    public static final int CREATE = 0100;
    public static final int EXCLUSIVE = 0200;
    public static final int NO_CONTROLLING_TTY = 0400;
    public static final int TRUNCATE = 01000;
    public static final int APPEND = 02000;
    public static final int NON_BLOCKING = 04000;
    public static final int DATA_SYNC = 010000;
    public static final int DIRECT = 040000;
    public static final int LARGE_FILE = 0100000;
    public static final int DIRECTORY = 0200000;
    public static final int NO_FOLLOW = 0400000;
    public static final int NO_ACCESS_TIME = 01000000;
    public static final int CLOSE_ON_EXEC = 02000000;
    public static final int PATH_ONLY = 010000000;
    public static final int TEMPORARY = 020000000;

    private OpenFlags() {}
}
