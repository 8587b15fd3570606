package org.rustos.core.timing;

import java.util.Arrays;

/**
 * Recognises walks through neighbouring lines, up or down, so that what a prefetcher has brought in
 * time is not priced as a miss. It sees the lines that the first level missed.
 */
final class StreamPrefetcher {
    private static final int STREAMS = 16;

    /** Lines that a step of a walk may leave out. */
    private static final int NEAR = 2;

    /** Steps in one direction after which a walk is believed. */
    private static final int BELIEVED = 2;

    private final long[] last = new long[STREAMS];
    private final int[] direction = new int[STREAMS];
    private final int[] steps = new int[STREAMS];
    private int oldest;

    StreamPrefetcher() {
        Arrays.fill(last, Long.MIN_VALUE / 2);
    }

    /** Notes a miss; true if the line was expected. */
    boolean expected(long line) {
        for (int i = 0; i < STREAMS; i++) {
            long step = line - last[i];
            if (step >= -NEAR && step <= NEAR && step != 0) {
                int way = step > 0 ? 1 : -1;
                steps[i] = way == direction[i] ? steps[i] + 1 : 1;
                direction[i] = way;
                last[i] = line;
                return steps[i] > BELIEVED;
            }
        }
        last[oldest] = line;
        steps[oldest] = 0;
        oldest = oldest + 1 == STREAMS ? 0 : oldest + 1;
        return false;
    }
}
