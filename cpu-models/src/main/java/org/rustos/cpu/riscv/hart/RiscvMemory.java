package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.cheri.CheriCap;

import java.util.Arrays;

/**
 * Every access of a hart to memory. One comparison decides the usual case: page translated, access
 * permitted, aligned, in RAM. Everything else goes through one slow path.
 */
public final class RiscvMemory {
    /** Where RAM begins. */
    public static final long RAM_BASE = 0x8000_0000L;

    static final long PAGE = ~0xfffL;

    private static final int ENTRIES = 256;

    /** Equal to no address: its low bits say that it is misaligned. */
    private static final long NONE = -1;

    private final PhysicalMemory ram;
    private final Bus bus;
    private final RiscvState state;
    private final Translation translation;
    private final DecodedCode code;
    private final CapabilityChecks checks;
    private final TagMemory tags;
    private final long[] readPage = new long[ENTRIES];
    private final long[] readOffset = new long[ENTRIES];
    private final long[] writePage = new long[ENTRIES];
    private final long[] writeOffset = new long[ENTRIES];

    RiscvMemory(
            PhysicalMemory ram,
            Bus bus,
            RiscvState state,
            Translation translation,
            DecodedCode code,
            CapabilityChecks checks) {
        this.ram = ram;
        this.checks = checks;
        tags = ram.tagged();
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
        return ram.getShort(pa - RAM_BASE) & 0xffff;
    }

    /** The decoded page of an address. */
    long[] codePage(long at) {
        long pa = translation.translate(at, PhysicalProtection.EXECUTE, state.privilege);
        boolean allowed = translation.permitsPage(pa & PAGE, PhysicalProtection.EXECUTE);
        return inRam(pa, 1) && allowed
                ? code.page(pa - RAM_BASE, state.special.capabilityMode())
                : null;
    }

    /** The physical address of an atomic access, which must be aligned and in RAM. */
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
        return pa;
    }

    /** Reads RAM at a physical address. */
    long physicalLoad(long pa, int size) {
        return ramLoad(pa - RAM_BASE, size);
    }

    /** Writes RAM at a physical address. */
    void physicalStore(long pa, int size, long value) {
        ramStore(pa - RAM_BASE, size, value);
    }

    /** As a load, for an address that another capability than DDC allows; sign-extended. */
    long authorisedLoad(long at, int size) {
        int unused = Long.SIZE - 8 * size;
        return load(at, size, false) << unused >> unused;
    }

    /** As a store, for an address that another capability than DDC allows. */
    void authorisedStore(long at, int size, long value) {
        store(at, size, value, false);
    }

    /**
     * The physical address of a capability, which must be aligned and in RAM.
     *
     * @param tagged whether a valid one is stored
     */
    long capabilityAddress(long at, boolean write, boolean tagged) {
        if ((at & TagMemory.GRANULE - 1) != 0) {
            throw state.trap.with(write ? Cause.STORE_MISALIGNED : Cause.LOAD_MISALIGNED, at);
        }
        return tagAddress(at, TagMemory.GRANULE, write, tagged);
    }

    /** Whether a load sees a tag in the granule whose address was translated last. */
    boolean seenTag(long pa, long at) {
        boolean tag = tags.tag(pa - RAM_BASE);
        if (tag && translation.loadedTags() == CapabilityPages.FAULTS) {
            throw state.trap.with(Cause.LOAD_CAPABILITY_PAGE, at);
        }
        return tag && translation.loadedTags() == CapabilityPages.KEEPS;
    }

    /** The tags of an aligned line; a page that would hide one faults. */
    long lineTags(long at) {
        if ((at & TagMemory.LINE - 1) != 0) {
            throw state.trap.with(Cause.LOAD_MISALIGNED, at);
        }
        long pa = tagAddress(at, TagMemory.LINE, false, false);
        if (translation.loadedTags() != CapabilityPages.KEEPS) {
            throw state.trap.with(Cause.LOAD_CAPABILITY_PAGE, at);
        }
        return tags.lineTags(pa - RAM_BASE);
    }

    /** Writes a capability at a physical address. */
    void storeCapability(long pa, long address, long meta, boolean tag) {
        ram.putLong(pa - RAM_BASE, address);
        ram.putLong(pa - RAM_BASE + 8, meta);
        if (tag) {
            tags.set(pa - RAM_BASE);
        }
    }

    private long tagAddress(long at, int size, boolean write, boolean tagged) {
        int rights = write ? PhysicalProtection.WRITE : PhysicalProtection.READ;
        int privilege = translation.dataPrivilege();
        long pa = translation.translateCapability(at, rights, privilege, tagged);
        if (!inRam(pa, size) || !translation.permits(pa, size, rights)) {
            throw state.trap.with(write ? Cause.STORE_ACCESS : Cause.LOAD_ACCESS, at);
        }
        return pa;
    }

    private boolean inRam(long pa, int size) {
        return pa - RAM_BASE >= 0 && pa - RAM_BASE <= ram.size() - size;
    }

    private long slowLoad(long at, int size) {
        checks.data(at, size, CheriCap.LOAD);
        return load(at, size, true);
    }

    /** With an address that DDC allows, the page is kept for the next ones if DDC allows all. */
    private long load(long at, int size, boolean byDdc) {
        if ((at & size - 1) != 0) {
            return loadMisaligned(at, size, byDdc);
        }
        long pa = translation.translate(at, PhysicalProtection.READ, translation.dataPrivilege());
        if (!translation.permits(pa, size, PhysicalProtection.READ)) {
            throw state.trap.with(Cause.LOAD_ACCESS, at);
        }
        if (inRam(pa, size)) {
            if (byDdc
                    && translation.permitsPage(pa & PAGE, PhysicalProtection.READ)
                    && checks.ddcCovers(at & PAGE, 1 << 12, CheriCap.LOAD)) {
                int i = (int) (at >>> 12) & ENTRIES - 1;
                readPage[i] = at & PAGE;
                readOffset[i] = pa - RAM_BASE - at;
            }
            return ramLoad(pa - RAM_BASE, size);
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
    private long loadMisaligned(long at, int size, boolean byDdc) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (load(at + i, 1, byDdc) & 0xff) << 8 * i;
        }
        return value;
    }

    private void slowStore(long at, int size, long value) {
        checks.data(at, size, CheriCap.STORE);
        store(at, size, value, true);
    }

    private void store(long at, int size, long value, boolean byDdc) {
        if ((at & size - 1) != 0) {
            storeMisaligned(at, size, value, byDdc);
            return;
        }
        long pa = storeTarget(at, size);
        if (inRam(pa, size)) {
            if (byDdc
                    && translation.permitsPage(pa & PAGE, PhysicalProtection.WRITE)
                    && checks.ddcCovers(at & PAGE, 1 << 12, CheriCap.STORE)) {
                int i = (int) (at >>> 12) & ENTRIES - 1;
                writePage[i] = at & PAGE;
                writeOffset[i] = pa - RAM_BASE - at;
            }
            ramStore(pa - RAM_BASE, size, value);
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
    private void storeMisaligned(long at, int size, long value, boolean byDdc) {
        storeTarget(at, 1);
        storeTarget(at + size - 1, 1);
        for (int i = 0; i < size; i++) {
            store(at + i, 1, value >>> 8 * i, byDdc);
        }
    }
}
