package org.rustos.cpu.natives;

/**
 * Lets the command line tell a host that lacks an engine (exit code 69) from a bug of ours (70).
 * The message is one line that names the library, the place where it was looked for and the remedy.
 */
public final class NativeLibraryMissingException extends RuntimeException {
    private final NativeLibrary library;

    /**
     * @param library what is missing
     * @param problem one line: what was looked for and where
     * @param remedy one line: what the user can do
     */
    public NativeLibraryMissingException(NativeLibrary library, String problem, String remedy) {
        super(problem + ": " + remedy);
        this.library = library;
    }

    /** What is missing. */
    public NativeLibrary library() {
        return library;
    }
}
