package org.rustos.cpu.arm;

import org.rustos.core.cpu.CodeScanner;

/**
 * Finds instructions that use data key A, with which the kernel signs capability handles: user code
 * that could sign would make its own, and one that could authenticate would try signatures without
 * being counted. Instructions are aligned, so no other offset matters.
 */
final class DataKeyScanner implements CodeScanner {
    private record Pattern(int mask, int match, String name) {}

    private static final Pattern[] PATTERNS = {
        new Pattern(0xffff_fc00, 0xdac1_0800, "pacda"),
        new Pattern(0xffff_ffe0, 0xdac1_2be0, "pacdza"),
        new Pattern(0xffff_fc00, 0xdac1_1800, "autda"),
        new Pattern(0xffff_ffe0, 0xdac1_3be0, "autdza"),
        new Pattern(0xffa0_0400, 0xf820_0400, "ldraa")
    };

    @Override
    public Finding next(byte[] code, int from) {
        for (int at = from + 3 & -4; at + 3 < code.length; at += 4) {
            int word =
                    code[at] & 0xff
                            | (code[at + 1] & 0xff) << 8
                            | (code[at + 2] & 0xff) << 16
                            | code[at + 3] << 24;
            for (Pattern pattern : PATTERNS) {
                if ((word & pattern.mask) == pattern.match) {
                    return new Finding(at, pattern.name);
                }
            }
        }
        return null;
    }
}
