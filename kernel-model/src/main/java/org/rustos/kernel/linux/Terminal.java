package org.rustos.kernel.linux;

/** What a terminal says of itself: the settings of a fresh Linux console, 80 by 24. */
final class Terminal {
    /** struct termios of the kernel: c_iflag, c_oflag, c_cflag, c_lflag, c_line, c_cc[19]. */
    static final Struct MODES =
            new Struct(36)
                    .u32(0, 0x500)
                    .u32(4, 0x5)
                    .u32(8, 0xbf)
                    .u32(12, 0x8a3b)
                    .text(
                            17,
                            "\u0003\u001c\u007f\u0015\u0004\0\u0001\0\u0011\u0013\u001a\0\u0012\u000f\u0017\u0016");

    /** struct winsize: rows, columns. */
    static final Struct WINDOW = new Struct(8).u16(0, 24).u16(2, 80);

    private Terminal() {}
}
