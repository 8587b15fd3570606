package org.rustos.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.bench.suite.SuiteException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a finished suite: {@code results.json} and {@code environment.json}. */
public final class ResultStore {
    /** File name of the results. */
    public static final String RESULTS = "results.json";

    /** File name of the host's side. */
    public static final String ENVIRONMENT = "environment.json";

    private ResultStore() {}

    /** Writes both files; makes the folder if it is missing. */
    public static void write(Path folder, ResultSet results, Environment environment) {
        write(folder, results);
        try {
            Files.writeString(folder.resolve(ENVIRONMENT), CanonicalJson.write(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is the same on every host; makes the folder if it is missing. */
    public static void write(Path folder, ResultSet results) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(RESULTS), CanonicalJson.write(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads results back.
     *
     * @throws SuiteException one line with file, place and remedy
     */
    public static ResultSet read(Path folder) {
        Path file = folder.resolve(RESULTS);
        if (!Files.isRegularFile(file)) {
            throw new SuiteException(
                    file + ": no such file; give a folder that './rustos bench --out' wrote");
        }
        try {
            JsonNode tree = CanonicalJson.MAPPER.readTree(file.toFile());
            int format = tree.path("format").asInt(0);
            if (format != ResultSet.FORMAT) {
                throw new SuiteException(
                        file
                                + ": format: expected "
                                + ResultSet.FORMAT
                                + ", found "
                                + tree.path("format")
                                + "; run the suite again");
            }
            return CanonicalJson.MAPPER.treeToValue(tree, ResultSet.class);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new SuiteException(
                    file
                            + ": "
                            + (at == null || at.getLineNr() < 0
                                    ? ""
                                    : "line " + at.getLineNr() + ": ")
                            + "not our results ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "); run the suite again");
        } catch (IOException e) {
            throw new SuiteException(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
