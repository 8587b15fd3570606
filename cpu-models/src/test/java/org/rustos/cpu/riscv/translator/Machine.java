package org.rustos.cpu.riscv.translator;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.MemorySystem;
import org.rustos.core.timing.Tlb;
import org.rustos.core.timing.Topology;
import org.rustos.cpu.riscv.RiscvCpuModels;
import org.rustos.cpu.riscv.hart.BlockPrices;
import org.rustos.cpu.riscv.hart.BlockTable;
import org.rustos.cpu.riscv.hart.Bus;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.PhysicalLayout;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvMemory;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.timing.BlockSchedule;
import org.rustos.cpu.riscv.timing.RiscvPipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Harts with RAM and a generated program in it, so that two of them can be compared. */
final class Machine implements AutoCloseable {
    private static final CpuModel MODEL = new RiscvCpuModels().load("riscv-cheri");
    private static final BlockSchedule SCHEDULE =
            new BlockSchedule(new RiscvPipeline("riscv-cheri", MODEL.profile().pipeline()));
    private static final long[] NOTHING = {};
    private static final BlockPrices PRICES =
            (before, block, taken) ->
                    SCHEDULE.costMc(before == null ? NOTHING : before.ops(), block.ops(), taken);
    private static final Cache.Geometry TAG_CACHE = new Cache.Geometry(1 << 10, 2);

    /** So small that a short program pushes everything out all the time. */
    private static final CoreTiming.Geometry SMALL =
            new CoreTiming.Geometry(
                    new Cache.Geometry(1 << 9, 2, true),
                    new Cache.Geometry(1 << 9, 2, true),
                    new Cache.Geometry(1 << 11, 4, true),
                    new Tlb.Geometry(2, 8, 2),
                    new Tlb.Geometry(3, 8, 2),
                    new BranchPredictor.Geometry(5, 3, 2, 2),
                    null,
                    true);

    private static final Program.Layout USER = new Program.Layout(0x10000);
    private static final Program.Layout BARE = new Program.Layout(RiscvMemory.RAM_BASE);
    private static final long RAM = 1 << 19;
    private static final long DEVICE = 0x1000_0000;

    /** What harts do beside executing instructions one by one. */
    record Shape(Program.Place place, boolean timed, int harts) {}

    private final Shape shape;
    private final Program program;
    private final Program.Layout layout;
    private final PhysicalMemory ram = new PhysicalMemory(RAM);
    private final AliasSpace aliases = new AliasSpace(ram);
    private final List<RiscvHart> harts = new ArrayList<>();
    private final List<BlockTable> tables = new ArrayList<>();
    private final List<Translator> translators = new ArrayList<>();

    /** What the device was told and asked. */
    private long deviceHash;

    /**
     * A machine at the start of a program.
     *
     * @param hot when code is translated, or 0 for never
     */
    Machine(Shape shape, Program program, int hot) {
        this.shape = shape;
        this.program = program;
        boolean user = shape.place == Program.Place.USER;
        layout = user ? USER : BARE;
        Reservations reservations = new Reservations();
        CpuProfile profile = MODEL.profile();
        List<Integer> slots = IntStream.range(0, shape.harts).boxed().toList();
        MemorySystem memory =
                new MemorySystem(
                        new Topology(profile.coresPerCluster(), profile.clustersPerNode(), slots),
                        profile.l3());
        for (int i = 0; i < shape.harts; i++) {
            HartClock clock = clock(profile, memory);
            CycleLedger ledger = clock.ledger();
            RiscvHart hart =
                    new RiscvHart(
                            new RiscvHart.Parts(
                                    ram,
                                    user
                                            ? PhysicalLayout.of(aliases)
                                            : PhysicalLayout.bare(BARE.code()),
                                    new Device(i),
                                    reservations,
                                    clock,
                                    () -> ledger.clockMc() / 7,
                                    i));
            if (hot != 0) {
                translators.add(Translator.attach(hart, hot));
            }
            harts.add(hart);
        }
        long root = user ? map() : 0;
        for (RiscvHart hart : harts) {
            tables.add(new BlockTable());
            if (user) {
                hart.supervise(root, tables.getLast());
            }
            start(hart);
        }
    }

    private HartClock clock(CpuProfile profile, MemorySystem memory) {
        CycleLedger ledger = new CycleLedger(profile.costs());
        if (!shape.timed) {
            return shape.place == Program.Place.BARE
                    ? HartClock.untimed()
                    : HartClock.untimed(ledger);
        }
        CoreTiming.Geometry shapes = program.seed() % 2 == 0 ? profile.geometry() : SMALL;
        CoreTiming timing = new CoreTiming(shapes, ledger, memory, this::leafEntry);
        return HartClock.timed(timing, PRICES, TAG_CACHE);
    }

    private long leafEntry(long tag) {
        Mapping owner = aliases.ownerOfTag(tag);
        return owner == null ? 0 : owner.space().leafEntry(owner.va());
    }

    /** Maps the parts, each page to the next frame; returns the root table. */
    private long map() {
        FrameAllocator frames = new FrameAllocator(ram);
        AddressSpace space = new AddressSpace(1, MODEL.pageTables(ram, frames), aliases);
        Permissions all = new Permissions(true, true, true, 0);
        map(space, frames, layout.code(), Program.Layout.CODE_BYTES, all);
        map(space, frames, layout.table(), PageSize.SMALL.bytes(), Permissions.READ);
        map(space, frames, layout.stack() - 0x2000, 0x2000, Permissions.READ_WRITE);
        map(space, frames, layout.data(), Program.Layout.DATA_BYTES, Permissions.READ_WRITE);
        write(space.lookup(layout.code()).frame(), program.code());
        fill(space.lookup(layout.table()).frame(), space.lookup(layout.data()).frame());
        return space.root();
    }

    private static void map(
            AddressSpace space, FrameAllocator frames, long from, long bytes, Permissions rights) {
        for (long va = from; va < from + bytes; va += PageSize.SMALL.bytes()) {
            space.map(va, frames.allocate(), PageSize.SMALL, rights);
        }
    }

    private void write(long at, byte[] bytes) {
        ram.write(at, bytes, 0, bytes.length);
    }

    /** Jump targets, and data that is sometimes a number of floating point. */
    private void fill(long table, long data) {
        for (int i = 0; i < program.table().length; i++) {
            ram.putLong(table + 8L * i, layout.code() + program.table()[i]);
        }
        SplittableRandom random = new SplittableRandom(program.seed());
        for (int i = 0; i < program.span() + 4096; i += 8) {
            if (data + i + 8 <= RAM) {
                ram.putLong(data + i, Values.any(random));
            }
        }
    }

    private void start(RiscvHart hart) {
        if (shape.place == Program.Place.BARE) {
            write(0, program.code());
            fill(layout.table() - layout.code(), layout.data() - layout.code());
        }
        SplittableRandom random = new SplittableRandom(program.seed() + hart.number());
        RiscvState state = hart.state();
        for (int i = 1; i < 32; i++) {
            state.x(i, Values.any(random));
        }
        long[] floats = new long[32];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Values.any(random);
        }
        long[] integers = new long[32];
        state.store(integers, new long[32]);
        state.load(integers, floats);
        state.x(ProgramGenerator.RA, layout.code() + program.end());
        state.x(ProgramGenerator.SP, layout.stack() - 512 * hart.number());
        state.x(ProgramGenerator.DATA, layout.data() + 2048);
        state.x(ProgramGenerator.PAGE_END, layout.data() + 4096L * (1 + random.nextInt(8)));
        state.x(ProgramGenerator.NOWHERE, shape.place == Program.Place.BARE ? DEVICE : 0x80_0000);
        state.x(ProgramGenerator.BYTE_MASK, program.span() - 1);
        state.x(ProgramGenerator.WORD_MASK, program.span() - 8);
        state.x(ProgramGenerator.TABLE, layout.table());
        state.x(ProgramGenerator.CODE, layout.code());
        state.x(ProgramGenerator.CODE_BYTES, Program.Layout.CODE_BYTES);
        state.pc(layout.code() + program.start());
    }

    List<RiscvHart> harts() {
        return harts;
    }

    RiscvHart hart(int number) {
        return harts.get(number);
    }

    /** The supervisor changed something that code may depend on. */
    void touched(int number) {
        tables.get(number).touched(0, Long.MAX_VALUE);
    }

    /** Puts a hart at the program's start. */
    void start(int number) {
        harts.get(number).state().pc(layout.code() + program.start());
    }

    /** Whether a hart is at the program's end. */
    boolean atEnd(int number) {
        return harts.get(number).state().pc() == layout.code() + program.end();
    }

    /** Whether an address can hold an instruction. */
    boolean inCode(long pc) {
        return pc >= layout.code() && pc < layout.code() + program.code().length;
    }

    PhysicalMemory ram() {
        return ram;
    }

    long deviceHash() {
        return deviceHash;
    }

    /** Regions that were made. */
    int regions() {
        return translators.stream().mapToInt(Translator::made).sum();
    }

    @Override
    public void close() {
        ram.close();
    }

    /** Answers with what a device could know of the hart that asks: how far it has come. */
    private final class Device implements Bus {
        private final int hart;

        Device(int hart) {
            this.hart = hart;
        }

        @Override
        public boolean answers(long address, int width, boolean write) {
            return shape.place == Program.Place.BARE
                    && address == DEVICE + (write ? 16 : 8)
                    && width >= 4;
        }

        @Override
        public long read(long address, int width) {
            return note(address);
        }

        @Override
        public void write(long address, int width, long value) {
            note(value);
        }

        private long note(long value) {
            long now =
                    harts.get(hart).state().retired()
                            + 31 * harts.get(hart).clock().ledger().clockMc();
            deviceHash = (deviceHash + value) * 0x9e3779b97f4a7c15L + now;
            return deviceHash;
        }
    }
}
