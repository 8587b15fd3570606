package org.rustos.kernel.ipc;

/**
 * The word that says what a message consists of and how long its sender waits; checked when it is
 * decoded.
 *
 * @param words length, 0 to {@link MessageBuffer#MAX_WORDS}
 * @param capabilities how many are carried, 0 to {@link MessageBuffer#MAX_CAPABILITIES}
 * @param noWait whether to answer EAGAIN instead of waiting
 * @param timed whether the timeout register holds
 */
public record MessageInfo(int words, int capabilities, boolean noWait, boolean timed) {
    public static final int CAPABILITIES_SHIFT = 8;
    public static final int NO_WAIT = 1 << 12;
    public static final int TIMED = 1 << 13;

    /** In what a receiver gets: the sender waits for an answer. */
    public static final int CALL = 1 << 14;

    private static final int WORDS_MASK = 0xff;
    private static final int CAPABILITIES_MASK = 0xf;
    private static final long KNOWN =
            WORDS_MASK | CAPABILITIES_MASK << CAPABILITIES_SHIFT | NO_WAIT | TIMED;

    /** What a guest's word says, or null if it says nothing sensible. */
    static MessageInfo decode(long word) {
        int words = (int) word & WORDS_MASK;
        int capabilities = (int) (word >>> CAPABILITIES_SHIFT) & CAPABILITIES_MASK;
        return (word & ~KNOWN) != 0
                        || words > MessageBuffer.MAX_WORDS
                        || capabilities > MessageBuffer.MAX_CAPABILITIES
                ? null
                : new MessageInfo(words, capabilities, (word & NO_WAIT) != 0, (word & TIMED) != 0);
    }

    /** Whether registers carry all of it. */
    boolean fits() {
        return words <= MessageRegisters.WORDS && capabilities == 0;
    }
}
