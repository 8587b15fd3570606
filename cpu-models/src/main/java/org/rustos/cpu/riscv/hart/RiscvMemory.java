package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.core.memory.TagMemory;
import org.rustos.core.timing.CoreTiming;
import org.rustos.cpu.memory.HostMemory;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * Every access of a hart to memory. One comparison decides the usual case ({@link NearLines}); what
 * it does not know goes through one slow path, which translates, checks, counts and remembers.
 */
public final class RiscvMemory {
    /** Where RAM of a bare board begins. */
    public static final long RAM_BASE = 0x8000_0000L;

    static final long PAGE = ~0xfffL;

    private final PhysicalMemory ram;
    private final PhysicalLayout layout;
    private final Bus bus;
    private final RiscvState state;
    private final Translation translation;
    private final Reservations reservations;
    private final CoreTiming timing;
    private final CapabilityChecks checks;
    private final TagMemory tags;
    private final TagCache tagCache;
    private final int hart;
    private final NearLines near;
    private final KnownPages pages;
    private final transient long base;

    /**
     * @param clock counts what accesses miss
     */
    RiscvMemory(
            PhysicalMemory ram,
            PhysicalLayout layout,
            Bus bus,
            RiscvState state,
            Translation translation,
            Reservations reservations,
            CapabilityChecks checks,
            HartClock clock) {
        this.ram = ram;
        this.layout = layout;
        this.bus = bus;
        this.state = state;
        this.translation = translation;
        this.reservations = reservations;
        this.checks = checks;
        this.timing = clock.timing();
        this.tagCache = clock.tagCache();
        this.tags = ram.tagged();
        this.near = new NearLines(timing != null);
        this.pages = new KnownPages();
        this.base = ram.segment().address();
        hart = reservations.join(near::shared);
        // Whoever stores data where a tag is must clear it.
        tags.whenTagged(near::shared);
        if (timing != null) {
            timing.observe(near);
        }
    }

    /** What is known to be near; for code that is translated. */
    public NearLines near() {
        return near;
    }

    /** After a change of page tables, protection or privilege. */
    void forget() {
        near.forget();
        pages.forget();
    }

    public long load8(long at) {
        int i = near.pair(at);
        return near.read[i] == (at & near.mask1)
                ? HostMemory.getByte(at + near.read[i + 1])
                : (byte) slowLoad(at, 1);
    }

    public long load16(long at) {
        int i = near.pair(at);
        return near.read[i] == (at & near.mask2)
                ? HostMemory.getShort(at + near.read[i + 1])
                : (short) slowLoad(at, 2);
    }

    public long load32(long at) {
        int i = near.pair(at);
        return near.read[i] == (at & near.mask4)
                ? HostMemory.getInt(at + near.read[i + 1])
                : (int) slowLoad(at, 4);
    }

    public long load64(long at) {
        int i = near.pair(at);
        return near.read[i] == (at & near.mask8)
                ? HostMemory.getLong(at + near.read[i + 1])
                : slowLoad(at, 8);
    }

    public void store8(long at, long value) {
        int i = near.pair(at);
        if (near.write[i] == (at & near.mask1)) {
            HostMemory.setByte(at + near.write[i + 1], (byte) value);
        } else {
            slowStore(at, 1, value);
        }
    }

    public void store16(long at, long value) {
        int i = near.pair(at);
        if (near.write[i] == (at & near.mask2)) {
            HostMemory.setShort(at + near.write[i + 1], (short) value);
        } else {
            slowStore(at, 2, value);
        }
    }

    public void store32(long at, long value) {
        int i = near.pair(at);
        if (near.write[i] == (at & near.mask4)) {
            HostMemory.setInt(at + near.write[i + 1], (int) value);
        } else {
            slowStore(at, 4, value);
        }
    }

    public void store64(long at, long value) {
        int i = near.pair(at);
        if (near.write[i] == (at & near.mask8)) {
            HostMemory.setLong(at + near.write[i + 1], value);
        } else {
            slowStore(at, 8, value);
        }
    }

    /** Two bytes of code. */
    int fetch16(long at) {
        return ram.getShort(codeOffset(at)) & 0xffff;
    }

    /** The place in RAM of two bytes of code. */
    long codeOffset(long at) {
        long pa = translation.translate(at, PhysicalProtection.EXECUTE, state.privilege);
        if (!inRam(pa, 2) || !translation.permits(pa, 2, PhysicalProtection.EXECUTE)) {
            throw state.trap.with(Cause.FETCH_ACCESS, at);
        }
        return layout.offset(pa);
    }

    /**
     * Whether the whole page of an address may be executed, so that its rights are one question.
     */
    boolean wholePageOfCode(long at) {
        long pa = translation.translate(at, PhysicalProtection.EXECUTE, state.privilege);
        return inRam(pa, 1) && translation.permitsPage(pa & PAGE, PhysicalProtection.EXECUTE);
    }

    /** What names the translation of a code address. */
    long codeTag(long at) {
        return layout.translationTag(
                translation.translate(at, PhysicalProtection.EXECUTE, state.privilege));
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

    /** Whatever the usual case of a load does not cover; the upper bits do not matter. */
    public long slowLoad(long at, int size) {
        checks.data(at, size, CheriCap.LOAD);
        return load(at, size, true);
    }

    /** Whatever the usual case of a store does not cover. */
    public void slowStore(long at, int size, long value) {
        checks.data(at, size, CheriCap.STORE);
        store(at, size, value, true);
    }

    private long load(long at, int size, boolean byDdc) {
        if ((at & size - 1) != 0) {
            return loadMisaligned(at, size, byDdc);
        }
        long offset = readable(at, size);
        if (offset < 0) {
            return bus.read(pages.devicePa(), size);
        }
        counted(at, offset, size, false);
        if (byDdc
                && pages.whole()
                && checks.ddcCovers(at & -near.unit(), (int) near.unit(), CheriCap.LOAD)) {
            near.read(at, offset, base);
        }
        return ramLoad(offset, size);
    }

    private void store(long at, int size, long value, boolean byDdc) {
        if ((at & size - 1) != 0) {
            storeMisaligned(at, size, value, byDdc);
            return;
        }
        long offset = writable(at, size);
        if (offset < 0) {
            bus.write(pages.devicePa(), size, value);
            return;
        }
        reservations.stored(hart, offset, size);
        ramStore(offset, size, value);
        counted(at, offset, size, true);
        if (byDdc && pages.whole() && storesUnasked(at, offset)) {
            near.write(at, offset, base);
        }
    }

    /** Whether nobody needs to know of further stores to the line or page of an address. */
    private boolean storesUnasked(long at, long offset) {
        long unit = near.unit();
        return (timing == null || timing.unwatched(offset >>> 6))
                && !reservations.watched(hart, offset & -unit, unit)
                && tags.none(offset & -unit, unit)
                && checks.ddcCovers(at & -unit, (int) unit, CheriCap.STORE);
    }

    private void counted(long at, long offset, int size, boolean write) {
        if (timing != null) {
            count(at, offset, size, pages.tag(), write);
        }
    }

    private void count(long at, long offset, int size, long tag, boolean write) {
        near.accesses(tag < 0 ? NearLines.LARGE : at & PAGE);
        if (write) {
            timing.store(offset, size, tag);
        } else if (timing.load(offset, size, tag, CoreTiming.NEAR) == CoreTiming.FAR) {
            tagCache.fetched(offset);
        }
        near.accesses(NearLines.NONE);
    }

    /** The place in RAM of a load, or -1 for a device. */
    private long readable(long at, int size) {
        long offset = pages.read(at);
        if (offset >= 0) {
            return offset;
        }
        long pa = translation.translate(at, PhysicalProtection.READ, translation.dataPrivilege());
        if (!translation.permits(pa, size, PhysicalProtection.READ)) {
            throw state.trap.with(Cause.LOAD_ACCESS, at);
        }
        if (!inRam(pa, size)) {
            if (!bus.answers(pa, size, false)) {
                throw state.trap.with(Cause.LOAD_ACCESS, at);
            }
            pages.device(pa);
            return -1;
        }
        boolean whole = translation.permitsPage(pa & PAGE, PhysicalProtection.READ);
        return pages.learnRead(at, layout.offset(pa), layout.translationTag(pa), whole);
    }

    /** The place in RAM of a store, or -1 for a device. */
    private long writable(long at, int size) {
        long offset = pages.write(at);
        if (offset >= 0) {
            return offset;
        }
        long pa = translation.translate(at, PhysicalProtection.WRITE, translation.dataPrivilege());
        boolean allowed = translation.permits(pa, size, PhysicalProtection.WRITE);
        if (!allowed || !inRam(pa, size) && !bus.answers(pa, size, true)) {
            throw state.trap.with(Cause.STORE_ACCESS, at);
        }
        if (!inRam(pa, size)) {
            pages.device(pa);
            return -1;
        }
        boolean whole = translation.permitsPage(pa & PAGE, PhysicalProtection.WRITE);
        return pages.learnWrite(at, layout.offset(pa), layout.translationTag(pa), whole);
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
        long offset = layout.offset(pa);
        if (timing != null) {
            timing.locked(write);
            if (!conditional) {
                count(at, offset, size, layout.translationTag(pa), false);
            }
            if (write) {
                count(at, offset, size, layout.translationTag(pa), true);
            }
            timing.locked(false);
        }
        return offset;
    }

    /** Reads a place that {@link #atomic} or {@link #capabilityAddress} gave. */
    long physicalLoad(long offset, int size) {
        return ramLoad(offset, size);
    }

    /** Writes a place that {@link #atomic} gave. */
    void physicalStore(long offset, int size, long value) {
        reservations.stored(hart, offset, size);
        ramStore(offset, size, value);
    }

    /** LR of a place that {@link #atomic} gave. */
    long reserve(long offset, int size) {
        reservations.place(hart, offset);
        return physicalLoad(offset, size);
    }

    /** SC to a place that {@link #atomic} gave; whether the reservation held. */
    boolean storeReserved(long offset, int size, long value) {
        boolean held = endReservation(offset);
        if (held) {
            physicalStore(offset, size, value);
        }
        return held;
    }

    /** LR of a capability: its place is reserved. */
    void place(long offset) {
        reservations.place(hart, offset);
    }

    /** Ends the hart's reservation; whether it held for this place. */
    boolean endReservation(long offset) {
        boolean held = reservations.holds(hart, offset);
        reservations.clear(hart);
        return held;
    }

    /**
     * The place in RAM of a capability, which must be aligned.
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
    boolean seenTag(long offset, long at) {
        boolean tag = tags.tag(offset);
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
        long offset = tagAddress(at, TagMemory.LINE, false, false);
        if (translation.loadedTags() != CapabilityPages.KEEPS) {
            throw state.trap.with(Cause.LOAD_CAPABILITY_PAGE, at);
        }
        return tags.lineTags(offset);
    }

    /** Writes a capability to a place that {@link #capabilityAddress} gave. */
    void storeCapability(long offset, long address, long meta, boolean tag) {
        reservations.stored(hart, offset, TagMemory.GRANULE);
        ram.putLong(offset, address);
        ram.putLong(offset + 8, meta);
        if (tag) {
            tags.set(offset);
        }
    }

    private long tagAddress(long at, int size, boolean write, boolean tagged) {
        int rights = write ? PhysicalProtection.WRITE : PhysicalProtection.READ;
        int privilege = translation.dataPrivilege();
        long pa = translation.translateCapability(at, rights, privilege, tagged);
        if (!inRam(pa, size) || !translation.permits(pa, size, rights)) {
            throw state.trap.with(write ? Cause.STORE_ACCESS : Cause.LOAD_ACCESS, at);
        }
        long offset = layout.offset(pa);
        if (timing != null) {
            count(at, offset, size, layout.translationTag(pa), write);
        }
        return offset;
    }

    private boolean inRam(long pa, int size) {
        long offset = layout.offset(pa);
        return offset >= 0 && offset <= ram.size() - size;
    }

    private long ramLoad(long offset, int size) {
        return switch (size) {
            case 1 -> ram.getByte(offset);
            case 2 -> ram.getShort(offset);
            case 4 -> ram.getInt(offset);
            default -> ram.getLong(offset);
        };
    }

    private void ramStore(long offset, int size, long value) {
        switch (size) {
            case 1 -> ram.putByte(offset, (byte) value);
            case 2 -> ram.putShort(offset, (short) value);
            case 4 -> ram.putInt(offset, (int) value);
            default -> ram.putLong(offset, value);
        }
    }

    /** Byte by byte; a fault names the byte that failed. */
    private long loadMisaligned(long at, int size, boolean byDdc) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (load(at + i, 1, byDdc) & 0xff) << 8 * i;
        }
        return value;
    }

    /**
     * Every grain of protection is asked first, so that a store that faults has written nothing.
     */
    private void storeMisaligned(long at, int size, long value, boolean byDdc) {
        for (long part = at; part - at < size; part = (part | 3) + 1) {
            writable(part, 1);
        }
        for (int i = 0; i < size; i++) {
            store(at + i, 1, value >>> 8 * i, byDdc);
        }
    }
}
