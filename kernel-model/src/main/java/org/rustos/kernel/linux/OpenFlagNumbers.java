package org.rustos.kernel.linux;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.kernel.file.OpenFlags;

import java.util.ArrayList;
import java.util.List;

/** Translates the flags of open where an ABI numbers some of them unlike {@link OpenFlags}. */
public final class OpenFlagNumbers {
    private record Flag(int ours, int theirs) {}

    private final List<Flag> flags = new ArrayList<>();

    /** Reads the flags that are numbered otherwise, by name; none if the node is missing. */
    OpenFlagNumbers(JsonNode node) {
        for (var entry : node.properties()) {
            int theirs = Integer.decode(entry.getValue().asText());
            flags.add(new Flag(ours(entry.getKey()), theirs));
        }
    }

    private static int ours(String name) {
        return switch (name) {
            case "O_DIRECT" -> OpenFlags.DIRECT;
            case "O_DIRECTORY" -> OpenFlags.DIRECTORY;
            case "O_NOFOLLOW" -> OpenFlags.NO_FOLLOW;
            case "O_LARGEFILE" -> OpenFlags.LARGE_FILE;
            default -> throw new IllegalArgumentException("openFlags: unknown " + name);
        };
    }

    /** What a program passed, in our numbers. */
    public int ours(int theirs) {
        int result = theirs;
        for (Flag flag : flags) {
            result &= ~flag.theirs;
        }
        for (Flag flag : flags) {
            result |= (theirs & flag.theirs) != 0 ? flag.ours : 0;
        }
        return result;
    }

    /** What a program is told. */
    int theirs(int ours) {
        int result = ours;
        for (Flag flag : flags) {
            result &= ~flag.ours;
        }
        for (Flag flag : flags) {
            result |= (ours & flag.ours) != 0 ? flag.theirs : 0;
        }
        return result;
    }
}
