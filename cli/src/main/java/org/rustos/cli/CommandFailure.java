package org.rustos.cli;

/**
 * Ends a command with a chosen exit code and one line for the user; what is thrown as anything else
 * and has no known kind is reported as our bug.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /**
     * @param exitCode how the process ends
     * @param message one line that names the file or option, the place and the remedy
     */
    public CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** An option or argument that cannot be meant. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** How the process ends. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
