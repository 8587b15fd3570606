package org.rustos.cpu.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the engine's x87 and vector registers into the 512 bytes that FXSAVE64 writes and back
 * (Intel SDM vol. 1, 10.5.1), so that a signal frame holds what programs expect there.
 *
 * <p>The engine counts x87 registers as they lie in the chip and tags each with two bits; the image
 * counts them from the top of the stack and says with one bit whether a register is in use.
 */
final class FxsaveImage {
    static final int SIZE = 512;

    private static final int STATUS = 2;
    private static final int TAGS = 4;
    private static final int CONTROL_STATUS = 24;
    private static final int CONTROL_STATUS_MASK = 28;
    private static final int STACK = 32;
    private static final int VECTORS = 160;
    private static final int VECTOR_BYTES = 16 * 16;
    private static final int STACK_AT = VECTOR_BYTES;
    private static final int ALL_MXCSR_BITS = 0xffff;
    private static final int EMPTY = 3;

    private FxsaveImage() {}

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int top(int status) {
        return status >> 11 & 7;
    }

    static byte[] of(byte[] registers) {
        ByteBuffer from = view(registers);
        byte[] image = new byte[SIZE];
        ByteBuffer to = view(image);
        int status = from.getShort(X86Context.FPSW_AT) & 0xffff;
        int tags = from.getShort(X86Context.FPTAG_AT) & 0xffff;
        to.putShort(0, from.getShort(X86Context.FPCW_AT));
        to.putShort(STATUS, (short) status);
        for (int i = 0; i < 8; i++) {
            if ((tags >> 2 * i & EMPTY) != EMPTY) {
                image[TAGS] |= (byte) (1 << i);
            }
            int physical = top(status) + i & 7;
            System.arraycopy(registers, STACK_AT + 16 * physical, image, STACK + 16 * i, 10);
        }
        to.putInt(CONTROL_STATUS, from.getInt(X86Context.MXCSR_AT));
        to.putInt(CONTROL_STATUS_MASK, ALL_MXCSR_BITS);
        System.arraycopy(registers, 0, image, VECTORS, VECTOR_BYTES);
        return image;
    }

    static void read(byte[] image, byte[] registers) {
        ByteBuffer from = view(image);
        ByteBuffer to = view(registers);
        int status = from.getShort(STATUS) & 0xffff;
        int tags = 0;
        for (int i = 0; i < 8; i++) {
            tags |= (image[TAGS] >> i & 1) == 0 ? EMPTY << 2 * i : 0;
            int physical = top(status) + i & 7;
            System.arraycopy(image, STACK + 16 * i, registers, STACK_AT + 16 * physical, 10);
        }
        to.putLong(X86Context.FPCW_AT, from.getShort(0) & 0xffffL);
        to.putLong(X86Context.FPSW_AT, status);
        to.putLong(X86Context.FPTAG_AT, tags);
        to.putLong(X86Context.MXCSR_AT, from.getInt(CONTROL_STATUS) & ALL_MXCSR_BITS);
        System.arraycopy(image, VECTORS, registers, 0, VECTOR_BYTES);
    }
}
