package org.rustos.kernel.cap;

/** What a capability may reach; the number is part of the guest ABI. */
public enum ObjectKind {
    /** The right to name files below a directory by path. */
    FILE_SYSTEM(1),
    FILE(2),
    DIRECTORY(3),
    /** A run of frames that can be mapped. */
    MEMORY(4),
    /** A channel's rings. */
    CHANNEL(5),
    /** A synchronous message endpoint. */
    ENDPOINT(6),
    /** The right to answer one message, once. */
    REPLY(7),
    NOTIFICATION(8),
    PROCESS(9),
    TIMER(10),
    NETWORK(11),
    SOCKET(12),
    CONSOLE(13),
    /** A service without state of its own; null calls go to one. */
    SERVICE(14);

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
