package org.rustos.workloads.program;

import org.rustos.workloads.FilePattern;

import java.util.Arrays;

/** The pages of {@code web-server}: what lies below /www and what the client must get. */
final class WebPages {
    private static final int LEAST = 64;

    private final int count;
    private final int size;

    /**
     * Pages of different sizes.
     *
     * @param size bytes of the largest
     */
    WebPages(int count, int size) {
        this.count = count;
        this.size = size;
    }

    int count() {
        return count;
    }

    /** The path in a request. */
    static String path(int page) {
        return "/page-" + page + ".html";
    }

    /** From the largest down to a quarter of it, each of its own beginning. */
    byte[] content(int page) {
        int bytes = Math.max(Math.min(size, LEAST), size - size * (page % 4) / 4);
        byte[] pattern = FilePattern.bytes(bytes + page);
        return Arrays.copyOfRange(pattern, page, bytes + page);
    }
}
