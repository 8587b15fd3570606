package org.rustos.bench.table;

import com.fasterxml.jackson.core.type.TypeReference;

import org.rustos.bench.result.CanonicalJson;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the oldest image of each mechanism ended on a later kernel. {@code tools/old-images} takes
 * them from the history and writes the file; here it is only read.
 */
public final class OldImages {
    private OldImages() {}

    /**
     * One image.
     *
     * @param since commit that it was built in; empty if there is none but today's
     * @param exitCode 0 if it still does what it did
     */
    public record OldImage(String since, int exitCode) {}

    /** By mechanism. */
    static SortedMap<String, OldImage> all() {
        return CanonicalJson.resource(
                "/table/old-images.json", new TypeReference<TreeMap<String, OldImage>>() {});
    }
}
