package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.PhysicalMemory;

import java.util.Arrays;

/**
 * Every access of a hart to memory. One comparison decides the usual case: page translated, access
 * permitted, aligned, in RAM. Everything else goes through one slow path.
 */
public final class RiscvMemory {
    /** Where RAM of a bare board begins. */
    public static final long RAM_BASE = 0x8000_0000L;

    static final long PAGE = ~0xfffL;

    private static final int ENTRIES = 256;

    /** Equal to no address: its low bits say that it is misaligned. */
    private static final long NONE = -1;

    private final PhysicalMemory ram;
    private final PhysicalLayout layout;
    private final Bus bus;
    private final RiscvState state;
    private final Translation translation;
    private final DecodedCode code;
    private final long[] readPage = new long[ENTRIES];
    private final long[] readOffset = new long[ENTRIES];
    private final long[] writePage = new long[ENTRIES];
    private final long[] writeOffset = new long[ENTRIES];

    RiscvMemory(
            PhysicalMemory ram,
            PhysicalLayout layout,
            Bus bus,
            RiscvState state,
            Translation translation,
            DecodedCode code) {
        this.ram = ram;
        this.layout = layout;
        this.bus = bus;
        this.state = state;
        this.translation = translation;
        this.code = code;
        forget();
    }

    /** After a change of page tables, protection or privilege. */
    void forget() {
        Arrays.fill(readPage, NONE);
        Arrays.fill(writePage, NONE);
    }

    long load8(long at) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        return (at & PAGE) == readPage[i]
                ? ram.getByte(at + readOffset[i])
                : (byte) slowLoad(at, 1);
    }

    long load16(long at) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        return (at & (PAGE | 1)) == readPage[i]
                ? ram.getShort(at + readOffset[i])
                : (short) slowLoad(at, 2);
    }

    long load32(long at) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        return (at & (PAGE | 3)) == readPage[i]
                ? ram.getInt(at + readOffset[i])
                : (int) slowLoad(at, 4);
    }

    long load64(long at) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        return (at & (PAGE | 7)) == readPage[i] ? ram.getLong(at + readOffset[i]) : slowLoad(at, 8);
    }

    void store8(long at, long value) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        if ((at & PAGE) == writePage[i]) {
            ram.putByte(at + writeOffset[i], (byte) value);
        } else {
            slowStore(at, 1, value);
        }
    }

    void store16(long at, long value) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        if ((at & (PAGE | 1)) == writePage[i]) {
            ram.putShort(at + writeOffset[i], (short) value);
        } else {
            slowStore(at, 2, value);
        }
    }

    void store32(long at, long value) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        if ((at & (PAGE | 3)) == writePage[i]) {
            ram.putInt(at + writeOffset[i], (int) value);
        } else {
            slowStore(at, 4, value);
        }
    }

    void store64(long at, long value) {
        int i = (int) (at >>> 12) & ENTRIES - 1;
        if ((at & (PAGE | 7)) == writePage[i]) {
            ram.putLong(at + writeOffset[i], value);
        } else {
            slowStore(at, 8, value);
        }
    }

    /** Two bytes of code. */
    int fetch16(long at) {
        long pa = translation.translate(at, PhysicalProtection.EXECUTE, state.privilege);
        if (!inRam(pa, 2) || !translation.permits(pa, 2, PhysicalProtection.EXECUTE)) {
            throw state.trap.with(Cause.FETCH_ACCESS, at);
        }
        return ram.getShort(layout.offset(pa)) & 0xffff;
    }

    /** The decoded page of an address. */
    long[] codePage(long at) {
        long pa = translation.translate(at, PhysicalProtection.EXECUTE, state.privilege);
        boolean allowed = translation.permitsPage(pa & PAGE, PhysicalProtection.EXECUTE);
        return inRam(pa, 1) && allowed ? code.page(layout.offset(pa)) : null;
    }

    /** The place in RAM of an atomic access, which must be aligned. */
    long atomic(long at, int size, boolean write, boolean conditional) {
        int rights = write ? PhysicalProtection.WRITE : PhysicalProtection.READ;
        if ((at & size - 1) != 0) {
            throw state.trap.with(write ? Cause.STORE_MISALIGNED : Cause.LOAD_MISALIGNED, at);
        }
        long pa = translation.translate(at, rights, translation.dataPrivilege());
        boolean both =
                translation.permits(pa, size, rights)
                        && (conditional
                                || !write
                                || translation.permits(pa, size, PhysicalProtection.READ));
        if (!both || !inRam(pa, size)) {
            throw state.trap.with(write ? Cause.STORE_ACCESS : Cause.LOAD_ACCESS, at);
        }
        return layout.offset(pa);
    }

    /** Reads a place in RAM that {@link #atomic} gave. */
    long physicalLoad(long offset, int size) {
        return size == 4 ? ram.getInt(offset) : ram.getLong(offset);
    }

    /** Writes a place in RAM that {@link #atomic} gave. */
    void physicalStore(long offset, int size, long value) {
        if (size == 4) {
            ram.putInt(offset, (int) value);
        } else {
            ram.putLong(offset, value);
        }
    }

    private boolean inRam(long pa, int size) {
        long offset = layout.offset(pa);
        return offset >= 0 && offset <= ram.size() - size;
    }

    private long slowLoad(long at, int size) {
        if ((at & size - 1) != 0) {
            return loadMisaligned(at, size);
        }
        long pa = translation.translate(at, PhysicalProtection.READ, translation.dataPrivilege());
        if (!translation.permits(pa, size, PhysicalProtection.READ)) {
            throw state.trap.with(Cause.LOAD_ACCESS, at);
        }
        if (inRam(pa, size)) {
            if (translation.permitsPage(pa & PAGE, PhysicalProtection.READ)) {
                int i = (int) (at >>> 12) & ENTRIES - 1;
                readPage[i] = at & PAGE;
                readOffset[i] = layout.offset(pa) - at;
            }
            return ramLoad(layout.offset(pa), size);
        }
        if (!bus.answers(pa, size, false)) {
            throw state.trap.with(Cause.LOAD_ACCESS, at);
        }
        return bus.read(pa, size);
    }

    private long ramLoad(long offset, int size) {
        return switch (size) {
            case 1 -> ram.getByte(offset);
            case 2 -> ram.getShort(offset);
            case 4 -> ram.getInt(offset);
            default -> ram.getLong(offset);
        };
    }

    /** Byte by byte; a fault names the byte that failed. */
    private long loadMisaligned(long at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (load8(at + i) & 0xff) << 8 * i;
        }
        return value;
    }

    private void slowStore(long at, int size, long value) {
        if ((at & size - 1) != 0) {
            storeMisaligned(at, size, value);
            return;
        }
        long pa = storeTarget(at, size);
        if (inRam(pa, size)) {
            if (translation.permitsPage(pa & PAGE, PhysicalProtection.WRITE)) {
                int i = (int) (at >>> 12) & ENTRIES - 1;
                writePage[i] = at & PAGE;
                writeOffset[i] = layout.offset(pa) - at;
            }
            ramStore(layout.offset(pa), size, value);
        } else {
            bus.write(pa, size, value);
        }
    }

    private long storeTarget(long at, int size) {
        long pa = translation.translate(at, PhysicalProtection.WRITE, translation.dataPrivilege());
        boolean allowed = translation.permits(pa, size, PhysicalProtection.WRITE);
        if (!allowed || !inRam(pa, size) && !bus.answers(pa, size, true)) {
            throw state.trap.with(Cause.STORE_ACCESS, at);
        }
        return pa;
    }

    private void ramStore(long offset, int size, long value) {
        switch (size) {
            case 1 -> ram.putByte(offset, (byte) value);
            case 2 -> ram.putShort(offset, (short) value);
            case 4 -> ram.putInt(offset, (int) value);
            default -> ram.putLong(offset, value);
        }
    }

    /** Both ends are checked first, so that a store that faults has written nothing. */
    private void storeMisaligned(long at, int size, long value) {
        storeTarget(at, 1);
        storeTarget(at + size - 1, 1);
        for (int i = 0; i < size; i++) {
            store8(at + i, value >>> 8 * i);
        }
    }
}
