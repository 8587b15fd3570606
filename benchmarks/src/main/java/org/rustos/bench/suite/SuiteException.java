package org.rustos.bench.suite;

/**
 * A bad suite or result file, in one line that names the file, the place in it and the remedy. The
 * command line prints it and exits with 65.
 */
public final class SuiteException extends RuntimeException {
    public SuiteException(String message) {
        super(message);
    }
}
