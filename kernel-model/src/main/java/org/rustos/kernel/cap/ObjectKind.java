package org.rustos.kernel.cap;

/** What a capability may reach; the number is part of the guest ABI. */
public enum ObjectKind {
    /** Files can be named below it by path. */
    DIRECTORY(1),
    FILE(2),
    CONSOLE(3),
    /** A channel's rings. */
    CHANNEL(4),
    /** A process, as the receiver of a delegation. */
    PROCESS(5),
    /** A run of frames that can be mapped. */
    MEMORY(6),
    /** A synchronous message endpoint. */
    ENDPOINT(7),
    /** The right to answer one message, once. */
    REPLY(8),
    NOTIFICATION(9),
    TIMER(10),
    NETWORK(11),
    SOCKET(12),
    /** A service without state of its own. */
    SERVICE(13);

    private final int number;

    ObjectKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The kind of a number that came from a guest, or null. */
    public static ObjectKind of(long number) {
        for (ObjectKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        return null;
    }
}
