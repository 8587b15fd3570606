package org.rustos.channels.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a whole run in bounded memory: when there are too many, every other one is dropped and
 * the distance between those to come is doubled.
 */
final class Timeline {
    /** Most samples that are kept; even. */
    static final int MOST = 512;

    private static final long FIRST_DISTANCE_MC = 256_000;

    private final List<Sample> samples = new ArrayList<>();
    private long distanceMc = FIRST_DISTANCE_MC;
    private int thinned;

    synchronized void add(Sample sample) {
        if (samples.size() == MOST) {
            thin();
        }
        samples.add(sample);
    }

    private void thin() {
        for (int i = 0; i < MOST / 2; i++) {
            samples.set(i, samples.get(2 * i + 1).after(samples.get(2 * i)));
        }
        samples.subList(MOST / 2, MOST).clear();
        distanceMc *= 2;
        thinned++;
    }

    /** When the next sample is due after one. */
    long next(long atMc) {
        return atMc + distanceMc;
    }

    /**
     * What a reader has not seen.
     *
     * @param anew the reader's samples are no more: these are all there are
     * @param position how many samples the reader has now
     */
    record Part(boolean anew, List<Sample> samples, int thinned, int position) {}

    /**
     * Samples from a position on, or all if positions mean others by now.
     *
     * @param before how often samples had been thinned out when the position was right
     */
    synchronized Part since(int before, int position) {
        boolean anew = before != thinned;
        int from = anew ? 0 : Math.clamp(position, 0, samples.size());
        return new Part(
                anew, List.copyOf(samples.subList(from, samples.size())), thinned, samples.size());
    }
}
