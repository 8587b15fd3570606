package org.rustos.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What is sent for a path.
 *
 * @param policy the content security policy: what a browser may do with it
 */
record Content(String type, String policy, byte[] bytes) {
    /** Our own page: scripts and styles from here alone, sockets to here alone. */
    static final String OURS =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /**
     * A report is one file with its scripts inside, and it may have come from anywhere: a browser
     * gives it an origin of its own, from which it reaches nothing here.
     */
    static final String REPORT =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src"
                    + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
                    + " allow-scripts";

    static Content text(String type, String text) {
        return new Content(type + "; charset=utf-8", OURS, text.getBytes(UTF_8));
    }
}
