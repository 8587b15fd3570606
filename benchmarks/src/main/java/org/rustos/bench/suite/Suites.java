package org.rustos.bench.suite;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a suite by the name of one that comes with us, or by the path of a file. */
public final class Suites {
    /** Names of the suites that come with us. */
    public static final List<String> BUNDLED =
            List.of("quick", "tiers", "ipc", "seed-table", "ablation");

    private Suites() {}

    /**
     * Loads a suite.
     *
     * @param nameOrFile one of {@link #BUNDLED} or a path
     * @throws SuiteException one line with file, place and remedy
     */
    public static Suite load(String nameOrFile, Catalogue catalogue) {
        if (BUNDLED.contains(nameOrFile)) {
            return SuiteReader.read(
                    "suite " + nameOrFile, nameOrFile, bundled(nameOrFile), catalogue);
        }
        Path path = Path.of(nameOrFile);
        if (!Files.isRegularFile(path)) {
            throw new SuiteException(
                    nameOrFile
                            + ": neither a suite nor a file"
                            + Spelling.hint(nameOrFile, BUNDLED));
        }
        try {
            return SuiteReader.read(
                    nameOrFile,
                    String.valueOf(path.getFileName()),
                    Files.readAllBytes(path),
                    catalogue);
        } catch (IOException e) {
            throw new SuiteException(nameOrFile + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    /**
     * The text of a suite, for who must be able to run it where it is not.
     *
     * @throws SuiteException if it is not there any more
     */
    public static byte[] content(String nameOrFile) {
        if (BUNDLED.contains(nameOrFile)) {
            return bundled(nameOrFile);
        }
        try {
            return Files.readAllBytes(Path.of(nameOrFile));
        } catch (IOException e) {
            throw new SuiteException(nameOrFile + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    /** What a suite that comes with us is for, in one line; reads no more of it. */
    public static String description(String name) {
        try {
            return new ObjectMapper().readTree(bundled(name)).path("description").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bundled(String name) {
        try (InputStream in = Suites.class.getResourceAsStream("/suites/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no resource suites/" + name + ".json");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
