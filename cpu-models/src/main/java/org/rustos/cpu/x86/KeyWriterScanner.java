package org.rustos.cpu.x86;

import org.rustos.core.cpu.CodeScanner;

/**
 * Finds bytes that would write the protection-key rights if execution came there: WRPKRU ({@code 0F
 * 01 EF}) and XRSTOR ({@code 0F AE /5} with a memory operand; the register form is LFENCE). At any
 * offset, because a jump may land inside another instruction. XRSTORS is privileged and needs no
 * search; prefixes come before these bytes and change nothing (Intel SDM volume 2).
 */
final class KeyWriterScanner implements CodeScanner {
    private static final byte ESCAPE = 0x0f;
    private static final byte GROUP_7 = 0x01;
    private static final byte WRPKRU = (byte) 0xef;
    private static final byte GROUP_15 = (byte) 0xae;
    private static final int XRSTOR = 5;

    @Override
    public Finding next(byte[] code, int from) {
        for (int i = Math.max(0, from); i + 2 < code.length; i++) {
            if (code[i] == ESCAPE) {
                if (code[i + 1] == GROUP_7 && code[i + 2] == WRPKRU) {
                    return new Finding(i, "wrpkru");
                }
                if (code[i + 1] == GROUP_15 && restores(code[i + 2] & 0xff)) {
                    return new Finding(i, "xrstor");
                }
            }
        }
        return null;
    }

    private static boolean restores(int modRm) {
        return (modRm >> 3 & 7) == XRSTOR && modRm >> 6 != 3;
    }
}
