package org.rustos.cpu.riscv;

import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.hart.CapabilityRegisters;

/**
 * Writes CHERI capabilities for a supervisor; bounds are rounded outwards where the format asks.
 */
final class RiscvCapabilityMemory implements CapabilityMemory {
    private final PhysicalMemory memory;
    private final TagMemory tags;

    RiscvCapabilityMemory(PhysicalMemory memory) {
        this.memory = memory;
        tags = memory.tagged();
    }

    @Override
    public void code(long pa, long from, long to, long entry, int type) {
        write(pa, sealed(CapabilityRegisters.CODE, from, to, type), entry);
    }

    @Override
    public void data(long pa, long from, long to, int type) {
        write(pa, sealed(CapabilityRegisters.DATA, from, to, type), from);
    }

    @Override
    public void sealer(long pa, int first, int last) {
        int rights = CheriCap.GLOBAL | CheriCap.SEAL | CheriCap.UNSEAL;
        long meta = CheriCap.andPermissions(CheriCap.ROOT, rights);
        write(pa, CapBounds.setBounds(meta, first, last + 1L - first), first);
    }

    private static long sealed(long rights, long from, long to, int type) {
        return CheriCap.withOtype(CapBounds.setBounds(rights, from, to - from), type);
    }

    private void write(long pa, long meta, long address) {
        memory.putLong(pa, address);
        memory.putLong(pa + 8, meta);
        tags.set(pa);
    }

    @Override
    public int tags(long pa) {
        return tags.lineTags(pa);
    }

    @Override
    public int revoke(long pa, int type) {
        int found = 0;
        for (long at = pa & -LINE; at < (pa & -LINE) + LINE; at += SIZE) {
            if (tags.tag(at) && CheriCap.otype(memory.getLong(at + 8)) == type) {
                tags.clear(at, SIZE);
                found++;
            }
        }
        return found;
    }
}
