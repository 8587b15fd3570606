package org.rustos.cpu.pipeline;

import org.rustos.core.snapshot.Unsaved;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers blocks by their address and bytes, because the same program is decoded and priced over
 * and over otherwise: in each process that runs it, on each hart, on each board. Nothing here can
 * be stale: what is found has the very bytes that are in memory now.
 */
@Unsaved
public final class KnownCode {
    /** A program that writes code anew at one address must not fill the memory. */
    private static final int VARIANTS = 4;

    private static final int MOST = 1 << 17;

    private final Map<Long, Known[]> byStart = new ConcurrentHashMap<>();

    /**
     * A block that was decoded.
     *
     * @param code all bytes that the decoder looked at, some of them behind the block's end
     * @param parts what came of them; nobody changes it any more
     */
    record Known(byte[] code, TimingBlock.Parts parts) {
        boolean matches(byte[] now, int length) {
            return code.length <= length
                    && Arrays.equals(code, 0, code.length, now, 0, code.length);
        }
    }

    /**
     * The block with certain bytes.
     *
     * @param now bytes in memory from the start on
     * @param length how many of them there are
     * @return what was decoded, or null
     */
    TimingBlock.Parts get(long start, byte[] now, int length) {
        Known[] variants = byStart.get(start);
        if (variants != null) {
            for (Known known : variants) {
                if (known.matches(now, length)) {
                    return known.parts();
                }
            }
        }
        return null;
    }

    /** Whether any block was decoded at an address. */
    boolean any(long start) {
        return byStart.containsKey(start);
    }

    void put(long start, Known known) {
        if (byStart.size() >= MOST) {
            byStart.clear();
        }
        byStart.merge(start, new Known[] {known}, KnownCode::newestFirst);
    }

    private static Known[] newestFirst(Known[] old, Known[] added) {
        Known[] all = new Known[Math.min(VARIANTS, old.length + 1)];
        all[0] = added[0];
        System.arraycopy(old, 0, all, 1, all.length - 1);
        return all;
    }
}
