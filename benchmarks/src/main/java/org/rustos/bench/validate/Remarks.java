package org.rustos.bench.validate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a row is far off: an error that nobody can explain is a bug of the model, one that somebody
 * can is a limit of it. A file of its own, because a remark is no measurement.
 */
public final class Remarks {
    private final SortedMap<String, String> byRow;

    /** Remarks by the name of their row. */
    public Remarks(SortedMap<String, String> byRow) {
        this.byRow = byRow;
    }

    /** The remarks on a CPU model's rows; none if there is no such file. */
    public static Remarks of(String cpu) {
        String file = "remarks-" + cpu.substring(cpu.indexOf('-') + 1) + ".json";
        try (InputStream in = Remarks.class.getResourceAsStream("/silicon/" + file)) {
            return new Remarks(
                    in == null
                            ? new TreeMap<>()
                            : new ObjectMapper().readValue(in, new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** The remark on a row, or empty. */
    public String on(String row) {
        return byRow.getOrDefault(row, "");
    }
}
