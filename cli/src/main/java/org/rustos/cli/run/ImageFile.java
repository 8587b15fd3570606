package org.rustos.cli.run;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The bytes of an image on the host; reads nothing that has no end. */
record ImageFile(String baseName, byte[] content) {
    private static final long LARGEST = 512L << 20;

    /**
     * Reads an image.
     *
     * @param hint appended when there is no such file: what else the name may have meant
     * @throws CommandFailure with one line that says why not
     */
    static ImageFile read(String file, Supplier<String> hint) {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw bad(file + ": is a directory; name a program in it");
            }
            if (!Files.exists(path)) {
                throw bad(file + ": neither a workload nor a file" + hint.get());
            }
            if (!Files.isRegularFile(path)) {
                throw bad(file + ": is no regular file; name a static ELF executable");
            }
            if (Files.size(path) > LARGEST) {
                throw bad(file + ": is larger than 512 MiB; strip it");
            }
            return new ImageFile(path.getFileName().toString(), Files.readAllBytes(path));
        } catch (InvalidPathException e) {
            throw bad(file + ": is no path (" + e.getReason() + "); name a workload or a file");
        } catch (AccessDeniedException e) {
            throw bad(file + ": permission denied; make it readable");
        } catch (IOException e) {
            throw bad(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }
}
