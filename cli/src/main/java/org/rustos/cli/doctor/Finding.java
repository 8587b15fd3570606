package org.rustos.cli.doctor;

/**
 * One line of the examination, so that text and JSON say the same.
 *
 * @param name what was looked at
 * @param verdict whether work is possible
 * @param value version or figure that was found, empty if none
 * @param place file or source of the value, empty if none
 * @param remedy what does not work without it and what to do; empty if all is well
 */
record Finding(String name, Verdict verdict, String value, String place, String remedy) {
    /** Whether work is possible. */
    enum Verdict {
        /** As it should be. */
        OK,
        /** The emulator runs, but something is missing or slow. */
        WARNING,
        /** The emulator cannot run guests. */
        MISSING
    }

    static Finding ok(String name, String value, String place) {
        return new Finding(name, Verdict.OK, value, place, "");
    }

    static Finding warning(String name, String value, String place, String remedy) {
        return new Finding(name, Verdict.WARNING, value, place, remedy);
    }

    static Finding missing(String name, String remedy) {
        return new Finding(name, Verdict.MISSING, "", "", remedy);
    }
}
