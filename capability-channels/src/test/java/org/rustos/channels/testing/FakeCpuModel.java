package org.rustos.channels.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.core.cpu.CodeScanner;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.cpu.PointerSigner;
import org.rustos.core.hart.Hart;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.Tlb;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A CPU with made-up prices whose harts run Java: nothing here is a claim about silicon. */
public final class FakeCpuModel implements CpuModel {
    private static final Cache.Geometry SMALL = new Cache.Geometry(32 << 10, 8);
    private static final Cache.Geometry LARGE = new Cache.Geometry(1 << 20, 16);

    private final CpuProfile profile;
    private final FakeCapabilities capabilities = new FakeCapabilities();

    /** A CPU whose service is kept apart by what the instruction set has for that. */
    public FakeCpuModel(Isa isa) {
        profile = makeProfile(isa);
    }

    private static CpuProfile makeProfile(Isa isa) {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            costs.put(
                    event, new CostTable.Cost(3500 + 1250L * event.ordinal(), "made up for tests"));
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        return new CpuProfile(
                "fake",
                isa,
                "fake",
                "a CPU with made-up prices",
                "00".repeat(32),
                2.0,
                new CoreTiming.Geometry(
                        SMALL,
                        SMALL,
                        LARGE,
                        new Tlb.Geometry(64, 2048, 8),
                        new Tlb.Geometry(64, 2048, 8),
                        new BranchPredictor.Geometry(14, 12, 10, 32)),
                new Cache.Geometry(8 << 20, 16),
                4,
                2,
                new CostTable(costs, new CostTable.Cost(400, "made up for tests")),
                Map.of(),
                Set.of(),
                Map.of(protection(isa), true),
                List.of(),
                NullNode.getInstance(),
                document);
    }

    private static String protection(Isa isa) {
        return switch (isa) {
            case X86_64 -> "protection-keys";
            case AARCH64 -> "pointer-authentication";
            case RISCV64 -> "cheri";
        };
    }

    @Override
    public CpuProfile profile() {
        return profile;
    }

    @Override
    public PageTableWriter pageTables(PhysicalMemory memory, FrameAllocator frames) {
        return new PageTableWriter() {
            @Override
            public long createRoot() {
                return PhysicalMemory.PAGE_SIZE;
            }

            @Override
            public boolean write(long root, Mapping mapping) {
                return true;
            }

            @Override
            public void clear(long root, long va, PageSize size) {}

            @Override
            public long leafEntry(long root, long va) {
                return 0;
            }

            @Override
            public void destroy(long root) {}
        };
    }

    @Override
    public Hart createHart(
            int id, PhysicalMemory memory, AliasSpace aliases, CoreTiming timing, boolean timed) {
        return new FakeHart(memory, aliases, timing);
    }

    /** Finds the bytes of WRPKRU only. */
    @Override
    public CodeScanner codeScanner() {
        return (code, from) -> {
            for (int i = from; i + 2 < code.length; i++) {
                if (code[i] == 0x0f && code[i + 1] == 0x01 && code[i + 2] == (byte) 0xef) {
                    return new CodeScanner.Finding(i, "wrpkru");
                }
            }
            return null;
        };
    }

    @Override
    public CapabilityMemory capabilities(PhysicalMemory memory) {
        return capabilities;
    }

    /** No cipher: whatever goes in changes the upper 8 bits. */
    @Override
    public PointerSigner pointerSigner() {
        return (key, pointer, modifier) -> {
            long mixed = (pointer ^ key.low()) * 0x9e37_79b9_7f4a_7c15L ^ modifier * 0x2545_f491L;
            return pointer | (mixed ^ mixed >>> 32 ^ key.high()) << 56;
        };
    }

    @Override
    public String disassemble(byte[] code, long address) {
        return "";
    }
}
