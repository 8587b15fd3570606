package org.rustos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from pipes and files; Java itself can ask this of standard output only. */
public final class Terminal {
    private Terminal() {}

    /**
     * Whether a standard stream is a terminal.
     *
     * @param descriptor 0, 1 or 2
     */
    public static boolean is(int descriptor) {
        return is(Path.of("/proc/self/fd/" + descriptor));
    }

    /** Where there is no /proc, nothing counts as a terminal. */
    static boolean is(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
