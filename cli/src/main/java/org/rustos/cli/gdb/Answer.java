package org.rustos.cli.gdb;

/**
 * What comes of a packet.
 *
 * @param reply the body of the answer, or null if none is due before the run holds again
 */
record Answer(String reply, Then then) {
    /** What the run does. */
    enum Then {
        STAY,
        GO_ON,
        BACK,
        KILL
    }

    /** The packet is not known, as the protocol has it. */
    static final Answer UNKNOWN = of("");

    static final Answer OK = of("OK");
    static final Answer MALFORMED = of("E01");
    static final Answer NO_MEMORY = of("E0e");
    static final Answer NO_THREAD = of("E03");
    static final Answer READ_ONLY = of("E0d");
    static final Answer GO_ON = new Answer(null, Then.GO_ON);
    static final Answer BACK = new Answer(null, Then.BACK);
    static final Answer KILL = new Answer("OK", Then.KILL);
    static final Answer DETACH = new Answer("OK", Then.GO_ON);

    static Answer of(String reply) {
        return new Answer(reply, Then.STAY);
    }
}
