package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.PointerKeys;

/** The cipher against the vector of its paper, and what a signature does to a pointer. */
class SignatureTest {
    private static final PointerKeys.Key KEY =
            new PointerKeys.Key(0xec2802d4e0a488e9L, 0x84be85ce9804e94bL);
    private static final long TWEAK = 0x477d469dec0b8762L;
    private static final long POINTER = 0x1234_5678_9abcL;

    /** Avanzi, appendix: sigma 2, five rounds. */
    @Test
    void theCipherGivesThePublishedVector() {
        assertEquals(
                0xc003b93999b33765L,
                Qarma.encipher(0xfb623599da6e8127L, TWEAK, KEY.low(), KEY.high()));
    }

    @Test
    void aSignatureLeavesTheAddressAndTheHalf() {
        long signed = Signature.add(KEY, POINTER, TWEAK);
        assertEquals(POINTER, signed & (1L << 48) - 1);
        assertEquals(0, signed >>> 55 & 1);
        long kernel = 0xffff_8000_0000_1000L;
        assertEquals(1, Signature.add(KEY, kernel, TWEAK) >>> 55 & 1);
    }

    @Test
    void keyModifierAndAddressAllCount() {
        long signed = Signature.add(KEY, POINTER, TWEAK);
        assertNotEquals(signed, Signature.add(KEY, POINTER, TWEAK + 1));
        assertNotEquals(
                signed >>> 48, Signature.add(KEY, POINTER + 8, TWEAK) >>> 48, "of another address");
        PointerKeys.Key other = new PointerKeys.Key(KEY.low() ^ 1, KEY.high());
        assertNotEquals(signed, Signature.add(other, POINTER, TWEAK));
    }

    /** What is signed twice must not come out as if it were signed once. */
    @Test
    void aPointerThatIsNoneGetsASpoiltSignature() {
        long signed = Signature.add(KEY, POINTER, TWEAK);
        long odd = POINTER | 1L << 50;
        assertEquals(signed ^ 1L << 62, Signature.add(KEY, odd, TWEAK));
    }
}
