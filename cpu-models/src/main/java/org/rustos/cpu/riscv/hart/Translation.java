package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.PhysicalMemory;

/**
 * Virtual to physical: Sv39 and Sv48 with accessed and dirty bits set by the walk, then PMP (RISC-V
 * Privileged Architecture, sections 4.4, 4.5 and 3.7). Nothing is cached here.
 */
final class Translation {
    private static final int VALID = 1;
    private static final int READ = 1 << 1;
    private static final int WRITE = 1 << 2;
    private static final int EXECUTE = 1 << 3;
    private static final int USER = 1 << 4;
    private static final int ACCESSED = 1 << 6;
    private static final int DIRTY = 1 << 7;
    private static final long PPN = (1L << 44) - 1;

    /** N, PBMT and what is reserved: extensions that are not there. */
    private static final long RESERVED = 0x07c0_0000_0000_0000L;

    private final PhysicalMemory ram;
    private final PhysicalLayout layout;
    private final RiscvState state;
    private final PhysicalProtection protection;
    private final Csrs csrs;

    /** Whether the access being translated stores a capability with its tag. */
    private boolean storesTag;

    private int loadedTags;

    Translation(
            PhysicalMemory ram,
            PhysicalLayout layout,
            RiscvState state,
            PhysicalProtection protection,
            Csrs csrs) {
        this.ram = ram;
        this.layout = layout;
        this.state = state;
        this.protection = protection;
        this.csrs = csrs;
    }

    /** The privilege that loads and stores have: MPRV lends that of MPP. */
    int dataPrivilege() {
        long status = csrs.status();
        return (status & Status.MPRV) == 0
                ? state.privilege
                : (int) (status >> Status.MPP_SHIFT) & 3;
    }

    boolean permits(long pa, int size, int rights) {
        int privilege = rights == PhysicalProtection.EXECUTE ? state.privilege : dataPrivilege();
        return protection.allows(pa, size, rights, privilege);
    }

    /** Whether every access to a page is permitted, so that it need not be asked again. */
    boolean permitsPage(long page, int rights) {
        return permits(page, 1 << 12, rights);
    }

    /**
     * As {@link #translate}, for a capability: pages may forbid its tag.
     *
     * @param tagged whether a valid capability is stored
     */
    long translateCapability(long at, int rights, int privilege, boolean tagged) {
        storesTag = tagged;
        loadedTags = CapabilityPages.KEEPS;
        try {
            return translate(at, rights, privilege);
        } finally {
            storesTag = false;
        }
    }

    /** What the page of the last capability does to tags that are loaded from it. */
    int loadedTags() {
        return loadedTags;
    }

    /**
     * Translates an address.
     *
     * @param rights one right of {@link PhysicalProtection}
     * @return the physical address
     */
    long translate(long at, int rights, int privilege) {
        int levels = privilege == RiscvState.MACHINE ? 0 : csrs.pagingLevels();
        if (levels == 0) {
            // Physical addresses have 56 bits; what is above them is nobody's.
            return at >>> 56 == 0 ? at : -1;
        }
        int bits = 12 + 9 * levels;
        if (at << 64 - bits >> 64 - bits != at) {
            throw pageFault(at, rights);
        }
        long table = (csrs.satp() & PPN) << 12;
        for (int level = levels - 1; level >= 0; level--) {
            long slot = table + (at >>> 12 + 9 * level & 511) * 8;
            long entry = read(slot, at, rights);
            boolean valid =
                    (entry & VALID) != 0
                            && (entry & (READ | WRITE)) != WRITE
                            && (entry & RESERVED) == 0;
            if (!valid) {
                throw pageFault(at, rights);
            }
            if ((entry & (READ | EXECUTE)) != 0) {
                return leaf(at, rights, privilege, level, slot, entry);
            }
            if ((entry & (USER | ACCESSED | DIRTY | CapabilityPages.ALL)) != 0) {
                throw pageFault(at, rights);
            }
            table = (entry >>> 10 & PPN) << 12;
        }
        throw pageFault(at, rights);
    }

    private long leaf(long at, int rights, int privilege, int level, long slot, long entry) {
        long inside = (1L << 12 + 9 * level) - 1;
        long base = (entry >>> 10 & PPN) << 12;
        boolean valid = (base & inside) == 0 && CapabilityPages.valid(entry);
        if (!valid || !allowed(entry, rights, privilege)) {
            throw pageFault(at, rights);
        }
        if (storesTag && (entry & CapabilityPages.WRITE) == 0) {
            throw state.trap.with(Cause.STORE_CAPABILITY_PAGE, at);
        }
        loadedTags = CapabilityPages.loads(entry, csrs.generation((entry & USER) != 0));
        long marks =
                (rights == PhysicalProtection.WRITE ? ACCESSED | DIRTY : ACCESSED)
                        | (storesTag ? CapabilityPages.DIRTY : 0);
        if ((entry & marks) != marks) {
            if (!protection.allows(slot, 8, PhysicalProtection.WRITE, RiscvState.SUPERVISOR)) {
                throw accessFault(at, rights);
            }
            ram.putLong(layout.offset(slot), entry | marks);
        }
        return base | at & inside;
    }

    private boolean allowed(long entry, int rights, int privilege) {
        boolean user = (entry & USER) != 0;
        if (privilege == RiscvState.USER) {
            if (!user) {
                return false;
            }
        } else if (user) {
            boolean lent = (csrs.status() & Status.SUM) != 0;
            if (rights == PhysicalProtection.EXECUTE || !lent) {
                return false;
            }
        }
        return switch (rights) {
            case PhysicalProtection.READ ->
                    (entry & READ) != 0
                            || (csrs.status() & Status.MXR) != 0 && (entry & EXECUTE) != 0;
            case PhysicalProtection.WRITE -> (entry & WRITE) != 0;
            default -> (entry & EXECUTE) != 0;
        };
    }

    private long read(long slot, long at, int rights) {
        long offset = layout.offset(slot);
        boolean there = offset >= 0 && offset <= ram.size() - 8;
        if (!there || !protection.allows(slot, 8, PhysicalProtection.READ, RiscvState.SUPERVISOR)) {
            throw accessFault(at, rights);
        }
        return ram.getLong(offset);
    }

    private RiscvTrap pageFault(long at, int rights) {
        return state.trap.with(
                switch (rights) {
                    case PhysicalProtection.READ -> Cause.LOAD_PAGE;
                    case PhysicalProtection.WRITE -> Cause.STORE_PAGE;
                    default -> Cause.FETCH_PAGE;
                },
                at);
    }

    private RiscvTrap accessFault(long at, int rights) {
        return state.trap.with(
                switch (rights) {
                    case PhysicalProtection.READ -> Cause.LOAD_ACCESS;
                    case PhysicalProtection.WRITE -> Cause.STORE_ACCESS;
                    default -> Cause.FETCH_ACCESS;
                },
                at);
    }
}
