package org.rustos.cpu.x86;

import org.rustos.cpu.unicorn.EngineException;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86Register;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Brings a fresh engine into 64-bit user mode once and for all. Writing selectors from outside does
 * not change the privilege level, so an IRETQ is executed on throw-away pages; afterwards traps
 * stop the engine instead of entering a kernel, and the level stays 3.
 */
final class UserMode {
    /** Where the first user block of the throw-away pages starts. */
    static final long LANDING = 0x20_0000;

    private static final long STUB = 0x1000;
    private static final long ROOT = 0x8000;
    private static final long GDT = 0x2000;
    private static final long FRAME = 0x3000;
    private static final int SIZE = 0x1_0000;
    private static final long SUPERVISOR_WRITABLE = 3;
    private static final long USER_WRITABLE = 7;

    // PAE | OSFXSR | OSXMMEXCPT | FSGSBASE | OSXSAVE | PKE
    private static final long CR4 = 0x45_0620;
    // SCE | LME | LMA | NXE
    private static final long EFER = 0xd01;
    // PG | WP | ET | NE | MP | PE
    private static final long CR0 = 0x8001_0033L;
    private static final int MSR_EFER = 0xc000_0080;
    private static final long USER_CODE = 0x33;
    private static final long USER_DATA = 0x2b;
    private static final long FLAGS = 0x202;

    private UserMode() {}

    /**
     * Enters user mode. The engine must have no memory yet, and a block callback that stops it at
     * {@link #LANDING}.
     */
    static void enter(UnicornEngine engine) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pages = arena.allocate(SIZE, 0x1000);
            put(pages, GDT + USER_DATA - 3, 0x00cf_f300_0000_ffffL);
            put(pages, GDT + USER_CODE - 3, 0x00af_fb00_0000_ffffL);
            long[] frame = {LANDING, USER_CODE, FLAGS, 0, USER_DATA};
            for (int i = 0; i < frame.length; i++) {
                put(pages, FRAME + 8L * i, frame[i]);
            }
            // iretq
            pages.set(ValueLayout.JAVA_BYTE, STUB, (byte) 0x48);
            pages.set(ValueLayout.JAVA_BYTE, STUB + 1, (byte) 0xcf);
            put(pages, ROOT, ROOT + 0x1000 | USER_WRITABLE);
            put(pages, ROOT + 0x1000, ROOT + 0x2000 | USER_WRITABLE);
            put(pages, ROOT + 0x2000, ROOT + 0x3000 | USER_WRITABLE);
            put(pages, ROOT + 0x2008, ROOT + 0x4000 | USER_WRITABLE);
            for (long page = STUB; page <= FRAME; page += 0x1000) {
                put(pages, ROOT + 0x3000 + (page >> 12) * 8, page | SUPERVISOR_WRITABLE);
            }
            put(pages, ROOT + 0x4000, 0x4000 | USER_WRITABLE);

            engine.map(0, pages, UnicornEngine.READ | UnicornEngine.WRITE | UnicornEngine.EXECUTE);
            engine.write(X86Register.CR3, ROOT);
            engine.write(X86Register.CR4, CR4);
            engine.writeMsr(MSR_EFER, EFER);
            engine.write(X86Register.CR0, CR0);
            engine.writeGdtr(GDT, 0x3f);
            engine.write(X86Register.RSP, FRAME);
            int error = engine.start(STUB);
            if (error != 0 || engine.read(X86Register.RIP) != LANDING) {
                throw new EngineException(
                        "Unicorn: cannot enter user mode: " + engine.describe(error));
            }
            // A segment load by user code now faults instead of reading a table that is gone.
            engine.writeGdtr(0, 0);
            engine.unmap(0, SIZE);
        }
    }

    private static void put(MemorySegment pages, long at, long value) {
        pages.set(ValueLayout.JAVA_LONG, at, value);
    }
}
