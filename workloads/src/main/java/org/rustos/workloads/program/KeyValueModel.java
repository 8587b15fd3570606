package org.rustos.workloads.program;

import org.rustos.workloads.FilePattern;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Says what a key-value store must answer, so that a mechanism that loses, shifts or repeats a byte
 * is found: a map from key to the version that was set last, with nothing of the store's file.
 */
final class KeyValueModel {
    private static final int PERCENT = 100;

    private final int keys;
    private final int valueWords;
    private final int sets;
    private final Draws draws;
    private final long[] popularity;
    private final Map<Long, Long> versions = new HashMap<>();
    private long newest;
    private long digest;

    /**
     * A store in which every key has version 0.
     *
     * @param skew hundredths of Zipf's exponent; 0 asks for all keys alike
     * @param sets of a hundred operations
     */
    KeyValueModel(int keys, int skew, int sets, int valueBytes, long seed) {
        this.keys = keys;
        this.sets = sets;
        this.valueWords = valueBytes / Long.BYTES;
        this.draws = new Draws(seed);
        this.popularity = popularity(keys, skew);
    }

    static long keyOfRank(long rank) {
        return Draws.scatter(rank + 1);
    }

    /** The words of a value. */
    static long[] value(long key, long version, int words) {
        Draws value = new Draws(key ^ version);
        long[] made = new long[words];
        Arrays.setAll(made, _ -> value.next());
        return made;
    }

    /** For each rank, how many of 2^63 draws ask for it or for one before it. */
    private static long[] popularity(int keys, int skew) {
        double[] upTo = new double[keys];
        double sum = 0;
        for (int rank = 0; rank < keys; rank++) {
            sum += 1 / StrictMath.pow(rank + 1, skew / (double) PERCENT);
            upTo[rank] = sum;
        }
        long[] draws = new long[keys];
        for (int rank = 0; rank < keys; rank++) {
            draws[rank] = (long) (upTo[rank] / sum * 0x1p63);
        }
        return draws;
    }

    /** The popularity table as the program reads it. */
    byte[] popularityFile() {
        return words(popularity);
    }

    /** Does so many operations of the mix. */
    void run(long operations) {
        for (long i = 0; i < operations; i++) {
            int found = Arrays.binarySearch(popularity, 0, keys - 1, draws.next() >>> 1);
            // A draw equal to a bound belongs to the next rank.
            long key = keyOfRank(found >= 0 ? found + 1 : -found - 1);
            if (Long.remainderUnsigned(draws.next(), PERCENT) < sets) {
                versions.put(key, ++newest);
            } else {
                use(key);
            }
        }
    }

    private void use(long key) {
        long version = versions.getOrDefault(key, 0L);
        digest = FilePattern.fold(digest, version);
        for (long word : value(key, version, valueWords)) {
            digest = FilePattern.fold(digest, word);
        }
    }

    /**
     * What all gets brought, and what is in the store now: two digests as the program reads them.
     */
    byte[] expectedFile() {
        long gets = digest;
        digest = 0;
        for (int rank = 0; rank < keys; rank++) {
            use(keyOfRank(rank));
        }
        long store = digest;
        digest = gets;
        return words(gets, store);
    }

    private static byte[] words(long... words) {
        ByteBuffer file =
                ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.asLongBuffer().put(words);
        return file.array();
    }
}
