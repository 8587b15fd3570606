package org.rustos.core.machine;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.MemorySystem;
import org.rustos.core.timing.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * The hardware of one machine, assembled: RAM, frames, page tables, cores. A supervisor is put on
 * it to make a {@link Machine}.
 */
public final class Board implements AutoCloseable {
    private final CpuModel model;
    private final boolean timed;
    private final PhysicalMemory memory;
    private final FrameAllocator frames;
    private final AliasSpace aliases;
    private final PageTableWriter tables;
    private final Topology topology;
    private final MemorySystem memorySystem;
    private final List<Core> cores = new ArrayList<>();
    private final Timers timers = new Timers();

    /**
     * What to assemble.
     *
     * @param ramBytes size of RAM, a multiple of 4096
     * @param slots one entry per core, see {@link Topology}
     * @param timed false counts instructions only
     * @param clustersPerNode of the machine, where it is not the profile's; 0: the profile's
     */
    public record Options(long ramBytes, List<Integer> slots, boolean timed, int clustersPerNode) {
        public Options {
            slots = List.copyOf(slots);
        }

        /** A machine with the nodes of its profile. */
        public Options(long ramBytes, List<Integer> slots, boolean timed) {
            this(ramBytes, slots, timed, 0);
        }
    }

    public Board(CpuModel model, Options options) {
        this.model = model;
        this.timed = options.timed();
        CpuProfile profile = model.profile();
        this.memory = new PhysicalMemory(options.ramBytes());
        this.frames = new FrameAllocator(memory);
        this.aliases = new AliasSpace(memory);
        this.tables = model.pageTables(memory, frames);
        this.topology =
                new Topology(
                        profile.coresPerCluster(),
                        options.clustersPerNode() == 0
                                ? profile.clustersPerNode()
                                : options.clustersPerNode(),
                        options.slots());
        this.memorySystem = new MemorySystem(topology, profile.l3());
        for (int id = 0; id < options.slots().size(); id++) {
            CoreTiming timing =
                    new CoreTiming(
                            profile.geometry(),
                            new CycleLedger(profile.costs()),
                            memorySystem,
                            new LeafEntries(aliases)::of);
            cores.add(
                    new Core(
                            id,
                            model.createHart(id, memory, aliases, timing, options.timed()),
                            timing));
        }
    }

    public CpuModel model() {
        return model;
    }

    /** False if harts only count instructions: nobody is told of their writes then. */
    public boolean timed() {
        return timed;
    }

    public CpuProfile profile() {
        return model.profile();
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public FrameAllocator frames() {
        return frames;
    }

    public AliasSpace aliases() {
        return aliases;
    }

    public PageTableWriter tables() {
        return tables;
    }

    public Topology topology() {
        return topology;
    }

    public MemorySystem memorySystem() {
        return memorySystem;
    }

    public List<Core> cores() {
        return cores;
    }

    public Timers timers() {
        return timers;
    }

    /**
     * Recognises cores that spin for ever. Only for timed harts, or one: others do not say what
     * cores tell each other through memory.
     */
    public SpinWatch spinWatch() {
        return new SpinWatch(
                cores,
                timers,
                new SpinWatch.Surroundings(frames::digest, memorySystem::beyondPrivate));
    }

    @Override
    public void close() {
        for (Core core : cores) {
            core.hart().close();
        }
        memory.close();
    }
}
