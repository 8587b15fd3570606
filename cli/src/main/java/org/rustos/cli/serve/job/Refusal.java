package org.rustos.cli.serve.job;

/** Something was asked for that cannot be had: one line that says why, for who asked. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }
}
