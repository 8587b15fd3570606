package org.rustos.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The word without which nobody gets anything: who has it is the user who started the server. */
record AccessToken(String text) {
    /** Of a token that a user chooses. */
    static final int SHORTEST = 16;

    static final int LONGEST = 128;

    private static final int RANDOM_BYTES = 24;

    /** One that nobody can guess; it reaches no guest and no result. */
    static AccessToken random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(HexFormat.of().formatHex(bytes));
    }

    /** Whether a text can be one: it must survive in an address and in a cookie as it is. */
    static boolean valid(String text) {
        return text.matches("[A-Za-z0-9_-]{" + SHORTEST + "," + LONGEST + "}");
    }

    /** Compares in a time that does not depend on where they differ. */
    boolean matches(String given) {
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), text.getBytes(UTF_8));
    }
}
