package org.rustos.cpu.riscv;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.CodeScanner;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.ProfileException;
import org.rustos.core.hart.Hart;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.cpu.riscv.hart.BlockPrices;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.PhysicalLayout;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.isa.Disassembler;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.timing.BlockSchedule;
import org.rustos.cpu.riscv.timing.RiscvPipeline;
import org.rustos.cpu.riscv.translator.Translator;

import java.util.List;

/** One RISC-V profile on our own core: makes harts, tables and disassembly for it. */
final class RiscvCpuModel implements CpuModel {
    private static final long[] NOTHING = {};

    /** One line: a profile that names no tag cache has next to none. */
    private static final long LEAST_TAG_CACHE = 64;

    /** A tick of the time counter: 10 MHz, as on the board of bare programs. */
    private static final int NANOS_PER_TICK = 100;

    private final CpuProfile profile;
    private final BlockPrices prices;
    private final Cache.Geometry tagCache;

    RiscvCpuModel(CpuProfile profile) {
        this.profile = profile;
        JsonNode shape = profile.document().path("geometry").path("tagCache");
        tagCache =
                new Cache.Geometry(
                        shape.path("bytes").asLong(LEAST_TAG_CACHE), shape.path("ways").asInt(1));
        BlockSchedule schedule =
                new BlockSchedule(new RiscvPipeline(profile.id(), profile.pipeline()));
        prices =
                (before, block, taken) ->
                        schedule.costMc(
                                before == null ? NOTHING : before.ops(), block.ops(), taken);
        for (Event event : List.of(Event.INSTRUCTION, Event.BLOCK)) {
            if (profile.costs().of(event).millicycles() != 0) {
                throw new ProfileException(
                        profile.id() + ": costs." + event + " must be 0: the pipeline prices it");
            }
        }
    }

    @Override
    public CpuProfile profile() {
        return profile;
    }

    @Override
    public PageTableWriter pageTables(PhysicalMemory memory, FrameAllocator frames) {
        return new RiscvPageTables(memory, frames);
    }

    @Override
    public Hart createHart(
            int id, PhysicalMemory memory, AliasSpace aliases, CoreTiming timing, boolean timed) {
        double mcPerTick = 1000 * profile.gigahertz() * NANOS_PER_TICK;
        HartClock clock =
                timed
                        ? HartClock.timed(timing, prices, tagCache)
                        : HartClock.untimed(timing.ledger());
        RiscvHart hart =
                new RiscvHart(
                        new RiscvHart.Parts(
                                memory,
                                PhysicalLayout.of(aliases),
                                RiscvUserHart.NO_DEVICES,
                                memory.reservations(),
                                clock,
                                () -> (long) (read(timing.ledger()) / mcPerTick),
                                id));
        hart.cycles(() -> read(timing.ledger()) / 1000);
        Translator.attach(hart);
        return new RiscvUserHart(hart);
    }

    /** The clock as a program reads it: what it does next may depend on prices. */
    private static long read(CycleLedger ledger) {
        ledger.timeObserved();
        return ledger.clockMc();
    }

    /**
     * Finds nothing: no instruction of user code leaves its domain, because rights are in
     * capabilities that only derive from capabilities.
     */
    @Override
    public CodeScanner codeScanner() {
        return (code, from) -> null;
    }

    @Override
    public CapabilityMemory capabilities(PhysicalMemory memory) {
        return new RiscvCapabilityMemory(memory);
    }

    @Override
    public String disassemble(byte[] code, long address) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at + 1 < code.length) {
            int low = half(code, at);
            boolean compressed = (low & 3) != 3;
            boolean cut = !compressed && at + 3 >= code.length;
            int word = compressed || cut ? low : low | half(code, at + 2) << 16;
            text.append("%12x  ".formatted(address + at))
                    .append(
                            cut
                                    ? "<cut off>"
                                    : Disassembler.disassemble(
                                            OpTable.CHERI_V9, word, address + at))
                    .append('\n');
            at += compressed || cut ? 2 : 4;
        }
        return text.toString();
    }

    private static int half(byte[] code, int at) {
        return code[at] & 0xff | (code[at + 1] & 0xff) << 8;
    }
}
