package org.rustos.cpu.arm;

/**
 * QARMA-64 with five rounds, the block cipher behind pointer authentication (Avanzi, "The QARMA
 * Block Cipher Family", IACR ToSC 2017; which variant: Arm ARM DDI 0487, ComputePAC): a supervisor
 * that signs for user code must come to what the hart computes.
 *
 * <p>The state is sixteen cells of four bits; cell 0 of the paper is the uppermost.
 */
final class Qarma {
    private static final int CELLS = 16;
    private static final int ROUNDS = 4;
    private static final long ALPHA = 0xc0ac29b7c97c50ddL;
    private static final long[] CONSTANTS = {
        0, 0x13198a2e03707344L, 0xa4093822299f31d0L, 0x082efa98ec4e6c89L, 0x452821e638d01377L
    };

    /** The S-box sigma 2. */
    private static final int[] SUBSTITUTION = {
        0xb, 0x6, 0x8, 0xf, 0xc, 0x0, 0x9, 0xe, 0x3, 0x7, 0x4, 0x5, 0xd, 0x2, 0x1, 0xa
    };

    private static final int[] BACK_SUBSTITUTION = inverse(SUBSTITUTION);

    /** Cell i of the result is cell SHUFFLE[i]: the permutation tau, counted from the lowest. */
    private static final int[] SHUFFLE = {13, 6, 11, 0, 7, 12, 1, 10, 8, 3, 14, 5, 2, 9, 4, 15};

    private static final int[] BACK_SHUFFLE = inverse(SHUFFLE);

    /** The permutation h of the tweak, counted from the lowest. */
    private static final int[] TWEAK = {4, 5, 6, 7, 11, 2, 3, 8, 12, 13, 14, 15, 0, 1, 10, 9};

    private static final int[] BACK_TWEAK = inverse(TWEAK);

    /** Cells of the result of TWEAK that go through the shift register omega. */
    private static final int SHIFTED = 0xd894;

    private Qarma() {}

    private static int[] inverse(int[] permutation) {
        int[] back = new int[CELLS];
        for (int i = 0; i < CELLS; i++) {
            back[permutation[i]] = i;
        }
        return back;
    }

    /** Enciphers a word under a key of two halves and a tweak. */
    static long encipher(long text, long tweak, long keyLow, long keyHigh) {
        long middle = keyHigh << 63 | (keyHigh >>> 1 ^ keyHigh >>> 63);
        long state = text ^ keyHigh;
        long running = tweak;
        for (int round = 0; round <= ROUNDS; round++) {
            state ^= keyLow ^ running ^ CONSTANTS[round];
            state = round == 0 ? state : mix(permute(state, SHUFFLE));
            state = substitute(state, SUBSTITUTION);
            running = forward(running);
        }
        state = mix(permute(state ^ middle ^ running, SHUFFLE));
        state = substitute(state, SUBSTITUTION);
        state = mix(permute(state, SHUFFLE)) ^ keyLow;
        state = substitute(permute(state, BACK_SHUFFLE), BACK_SUBSTITUTION);
        state = permute(mix(state), BACK_SHUFFLE) ^ keyHigh ^ running;
        for (int round = ROUNDS; round >= 0; round--) {
            state = substitute(state, BACK_SUBSTITUTION);
            state = round == 0 ? state : permute(mix(state), BACK_SHUFFLE);
            running = backward(running);
            state ^= keyLow ^ running ^ CONSTANTS[round] ^ ALPHA;
        }
        return state ^ middle;
    }

    private static int cell(long state, int index) {
        return (int) (state >>> 4 * index) & 0xf;
    }

    private static long permute(long state, int[] from) {
        long result = 0;
        for (int i = 0; i < CELLS; i++) {
            result |= (long) cell(state, from[i]) << 4 * i;
        }
        return result;
    }

    private static long substitute(long state, int[] box) {
        long result = 0;
        for (int i = 0; i < CELLS; i++) {
            result |= (long) box[cell(state, i)] << 4 * i;
        }
        return result;
    }

    /** The matrix circ(0, rot 1, rot 2, rot 1), which is its own inverse. */
    private static long mix(long state) {
        long once = rotate(state, 1);
        return Long.rotateLeft(once, 16)
                ^ Long.rotateLeft(rotate(state, 2), 32)
                ^ Long.rotateLeft(once, 48);
    }

    /** Each cell rotated left. */
    private static long rotate(long state, int by) {
        long low = 0x1111_1111_1111_1111L * ((1 << 4 - by) - 1);
        return (state & low) << by | (state & ~low) >>> 4 - by;
    }

    private static long forward(long tweak) {
        long result = permute(tweak, TWEAK);
        for (int i = 0; i < CELLS; i++) {
            if ((SHIFTED >> i & 1) != 0) {
                int old = cell(result, i);
                int shifted = old >> 1 | ((old ^ old >> 1) & 1) << 3;
                result ^= (long) (old ^ shifted) << 4 * i;
            }
        }
        return result;
    }

    private static long backward(long tweak) {
        long result = tweak;
        for (int i = 0; i < CELLS; i++) {
            if ((SHIFTED >> i & 1) != 0) {
                int old = cell(result, i);
                int shifted = old << 1 & 0xf | (old & 1 ^ old >> 3);
                result ^= (long) (old ^ shifted) << 4 * i;
            }
        }
        return permute(result, BACK_TWEAK);
    }
}
