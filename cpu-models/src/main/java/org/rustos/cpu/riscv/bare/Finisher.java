package org.rustos.cpu.riscv.bare;

/**
 * The device by which programs for QEMU's {@code virt} board end: a word that says passed, failed
 * with a status, or asks for a reset, which ends the run as well. Source: SiFive's test finisher,
 * "sifive,test0".
 */
final class Finisher implements Device {
    static final long SIZE = 0x1000;
    static final int PASS = 0x5555;
    static final int RESET = 0x7777;

    private static final int FAIL = 0x3333;

    private boolean ended;
    private int exitCode;

    boolean ended() {
        return ended;
    }

    int exitCode() {
        return exitCode;
    }

    @Override
    public boolean answers(long at, int width) {
        return width == 4 || width == 2;
    }

    @Override
    public long read(long at, int width) {
        return 0;
    }

    @Override
    public void write(long at, int width, long value) {
        int command = (int) value & 0xffff;
        if (at != 0 || ended) {
            return;
        }
        ended = command == PASS || command == FAIL || command == RESET;
        exitCode = command == FAIL ? (int) value >>> 16 : 0;
    }
}
