package org.rustos.kernel.ebpf;

import java.util.Locale;

/**
 * What a program says of a map before there is one.
 *
 * @param maxEntries entries; the bytes of a ring buffer
 * @param readOnly whether programs may not write its values (constants of an object file)
 * @param initial bytes of the first value, or null
 */
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        long maxEntries,
        boolean readOnly,
        byte[] initial) {
    /** Longest key. */
    public static final int KEY_MAX = 512;

    private static final int VALUE_MAX = 1 << 20;
    private static final long BYTES_MAX = 1L << 26;
    private static final int PAGE = 4096;

    /** A map without first contents. */
    public static MapSpec of(String name, MapType type, int keySize, int valueSize, long entries) {
        return new MapSpec(name, type, keySize, valueSize, entries, false, null);
    }

    /** What is wrong with it, or null. */
    public String complaint() {
        String what = "map " + name + ": ";
        if (maxEntries <= 0) {
            return what + "max_entries must be greater than 0";
        }
        if (type == MapType.RING_BUFFER) {
            boolean pages = maxEntries >= PAGE && Long.bitCount(maxEntries) == 1;
            if (!pages || maxEntries > BYTES_MAX || keySize != 0 || valueSize != 0) {
                return what
                        + "a ring buffer has no key and no value, and a power of two of at least"
                        + " 4096 bytes";
            }
            return null;
        }
        boolean indexed =
                type == MapType.ARRAY
                        || type == MapType.PER_CPU_ARRAY
                        || type == MapType.PROGRAM_ARRAY;
        if (indexed ? keySize != 4 : keySize < 1 || keySize > KEY_MAX) {
            return what + "key_size is " + keySize + (indexed ? ", an index has 4" : "");
        }
        if (type == MapType.PROGRAM_ARRAY && valueSize != 4) {
            return what + "value_size is " + valueSize + ", a program has 4";
        }
        if (valueSize < 1 || valueSize > VALUE_MAX) {
            return what + "value_size is " + valueSize;
        }
        return maxEntries > BYTES_MAX / (valueSize + (long) keySize)
                ? what + "more than 64 MiB"
                : null;
    }

    @Override
    public String toString() {
        return name
                + " ("
                + type.name().toLowerCase(Locale.ROOT)
                + ", key "
                + keySize
                + ", value "
                + valueSize
                + ", "
                + maxEntries
                + (type == MapType.RING_BUFFER ? " bytes)" : " entries)");
    }
}
