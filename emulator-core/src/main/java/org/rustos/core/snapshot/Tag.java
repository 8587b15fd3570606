package org.rustos.core.snapshot;

/** How a reference to an object is written. */
enum Tag {
    NULL,
    /** An object that was met before, by its number. */
    KNOWN,
    /** An object of the fresh machine, met for the first time, by its landmark. */
    LANDMARK,
    /** What a constant of its own class holds, by the number of the constant. */
    CONSTANT,
    /** An object of ours; its fields follow in its turn. */
    OBJECT,
    /** A record with its components. */
    RECORD,
    /** An array of references; its elements follow in its turn. */
    ARRAY,
    /** An array of numbers with its content. */
    NUMBERS,
    /** A mutable collection; its elements follow in its turn. */
    CONTAINER,
    /** An immutable collection with its elements. */
    IMMUTABLE,
    OPTIONAL,
    BITS,
    /** A byte buffer over a whole array of its own. */
    BUFFER,
    /** A function that was made while the machine ran. */
    FUNCTION,
    STRING,
    ENUM,
    CLASS,
    LONG,
    INTEGER,
    SHORT,
    BYTE,
    CHARACTER,
    BOOLEAN,
    DOUBLE,
    FLOAT;

    private static final Tag[] ALL = values();

    static Tag read(GraphBytes from) throws SnapshotException {
        int ordinal = from.get();
        if (ordinal < 0 || ordinal >= ALL.length) {
            throw new SnapshotException("it holds an unknown tag " + ordinal);
        }
        return ALL[ordinal];
    }
}
