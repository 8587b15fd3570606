package org.rustos.workloads.program;

import org.rustos.workloads.FilePattern;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files under /data that the programs expect. */
final class DataFiles {
    /** Programs read pages 0 to 255 at most. */
    private static final int FILE_BYTES = 256 * 4096;

    private static final int WRITE_BYTES = 64 * 4096;
    private static final int FIRST_SMALL_BYTES = 100;

    private DataFiles() {}

    /** One file of 1 MiB to read. */
    static SortedMap<String, byte[]> toRead() {
        return single("/data/file.bin", FilePattern.bytes(FILE_BYTES));
    }

    /** One file of 64 pages to write over. */
    static SortedMap<String, byte[]> toWrite() {
        return single("/data/write.bin", FilePattern.bytes(WRITE_BYTES));
    }

    /** Small files: number i has 100 + i bytes. */
    static SortedMap<String, byte[]> many(int count) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            files.put(
                    String.format(Locale.ROOT, "/data/m%02d.bin", i),
                    FilePattern.bytes(FIRST_SMALL_BYTES + i));
        }
        return Collections.unmodifiableSortedMap(files);
    }

    private static SortedMap<String, byte[]> single(String path, byte[] content) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(path, content);
        return Collections.unmodifiableSortedMap(files);
    }
}
