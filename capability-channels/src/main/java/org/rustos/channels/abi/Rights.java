package org.rustos.channels.abi;

/**
 * What a capability allows, as bits; a derived capability never has a bit that its parent lacks.
 */
public final class Rights {
    public static final int READ = 1;
    public static final int WRITE = 1 << 1;
    public static final int STAT = 1 << 2;

    /** OPEN and STAT by path, on a directory. */
    public static final int LOOKUP = 1 << 3;

    public static final int CREATE = 1 << 4;

    /** MAP_READ. */
    public static final int MAP = 1 << 5;

    /** DERIVE and DELEGATE. */
    public static final int GRANT = 1 << 6;

    public static final int REVOKE = 1 << 7;
    public static final int ALL = (1 << 8) - 1;

    private Rights() {}
}
