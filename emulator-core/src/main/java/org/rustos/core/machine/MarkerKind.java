package org.rustos.core.machine;

/** What the measurement markers of guest programs mean; numbers are part of the guest ABI. */
public final class MarkerKind {
    /** A measured stretch begins; the value names it. */
    public static final int BEGIN = 1;

    /** A measured stretch ends; the value is the number of operations in it. */
    public static final int END = 2;

    /** The program's verdict about its own result: 1 is right, 0 is wrong. */
    public static final int VERIFY = 3;

    /** A number that the program reports; it comes before the END that it belongs to. */
    public static final int REPORT = 4;

    private MarkerKind() {}
}
