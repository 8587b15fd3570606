package org.rustos.kernel.ebpf;

/** The sorts of maps that there are, with the numbers that Linux gives them in object files. */
public enum MapType {
    HASH(1),
    ARRAY(2),
    PROGRAM_ARRAY(3),
    PER_CPU_ARRAY(6),
    LRU_HASH(9),
    RING_BUFFER(27);

    private final int number;

    MapType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The type of a number, or null. */
    public static MapType of(long number) {
        for (MapType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }

    /** Whether keys lead to values that a program may hold a pointer to. */
    public boolean holdsValues() {
        return this != PROGRAM_ARRAY && this != RING_BUFFER;
    }
}
