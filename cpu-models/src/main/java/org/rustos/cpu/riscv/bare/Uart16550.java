package org.rustos.cpu.riscv.bare;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * A serial port: bytes out to the host, bytes in when the guest asks. Source: 16550D data sheet.
 */
final class Uart16550 implements Device {
    static final long SIZE = 0x100;

    private static final int LINE_CONTROL = 3;
    private static final int DIVISOR_ACCESS = 0x80;
    private static final int RECEIVED = 1;
    private static final int TRANSMITTER_EMPTY = 0x60;
    private static final int LOOPBACK = 0x10;

    private final IntConsumer out;
    private final IntSupplier in;
    private final int[] registers = new int[8];
    private final int[] divisor = new int[2];
    private int received = -1;
    private boolean emptyReported = true;

    /**
     * A port at reset.
     *
     * @param out takes each byte that is sent
     * @param in the next byte that arrived, or -1
     */
    Uart16550(IntConsumer out, IntSupplier in) {
        this.out = out;
        this.in = in;
    }

    /** Whether the interrupt line is up. */
    boolean interrupt() {
        boolean arrived = (registers[1] & 1) != 0 && ready();
        return arrived || (registers[1] & 2) != 0 && !emptyReported;
    }

    @Override
    public boolean answers(long at, int width) {
        return width == 1;
    }

    @Override
    public long read(long at, int width) {
        boolean divisors = (registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0;
        return switch ((int) at) {
            case 0 -> divisors ? divisor[0] : receive();
            case 1 -> divisors ? divisor[1] : registers[1];
            case 2 -> identify();
            case 5 -> TRANSMITTER_EMPTY | (ready() ? RECEIVED : 0);
            // Carrier, ring and the like: a cable is there.
            case 6 -> (registers[4] & LOOPBACK) == 0 ? 0xb0 : 0;
            default -> at < 8 ? registers[(int) at] : 0;
        };
    }

    @Override
    public void write(long at, int width, long value) {
        int b = (int) value & 0xff;
        boolean divisors = (registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0;
        if (at < 2 && divisors) {
            divisor[(int) at] = b;
        } else if (at == 0) {
            out.accept(b);
            emptyReported = false;
        } else if (at == 1) {
            emptyReported = emptyReported && (b & 2) == 0;
            registers[1] = b & 0xf;
        } else if (at < 8) {
            registers[(int) at] = b;
        }
    }

    /** The reason of the interrupt; reading it takes the transmitter's reason away. */
    private int identify() {
        if ((registers[1] & 1) != 0 && ready()) {
            return 0xc4;
        }
        if ((registers[1] & 2) != 0 && !emptyReported) {
            emptyReported = true;
            return 0xc2;
        }
        return 0xc1;
    }

    private boolean ready() {
        if (received < 0) {
            received = in.getAsInt();
        }
        return received >= 0;
    }

    private int receive() {
        int b = ready() ? received : 0;
        received = -1;
        return b;
    }
}
