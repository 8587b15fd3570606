package org.rustos.core.timing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies behind the private caches of all cores: one L3 per cluster, the directory of who holds
 * which line, and the watchers that wait for a line to be written.
 *
 * <p>With one core the directory is off. States are those of MESI: a line is exclusive when one
 * core holds it (and may write it silently) or shared when several do.
 */
public final class MemorySystem {
    /** Is told that a watched line is being written by another core. */
    public interface Watcher extends Serializable {
        /** The write becomes visible at this time of the writer's clock. */
        void written(long line, long clockMc);
    }

    private static final class State {
        long holders;
        boolean dirty;
        long visibleMc;
    }

    private final Topology topology;
    private final Cache[] l3;
    private final List<CoreTiming> cores = new ArrayList<>();
    private final Map<Long, State> directory = new HashMap<>();
    private final Map<Long, Watcher> watchers = new HashMap<>();
    private boolean coherent;
    private long beyond;

    public MemorySystem(Topology topology, Cache.Geometry l3Geometry) {
        this.topology = topology;
        this.l3 = new Cache[topology.clusters()];
        for (int i = 0; i < l3.length; i++) {
            l3[i] = new Cache(l3Geometry);
        }
    }

    /** Called by each core's timing as it is built, in the order of core ids. */
    int attach(CoreTiming core) {
        cores.add(core);
        coherent = cores.size() > 1;
        return cores.size() - 1;
    }

    /** How often cores of a machine with several went beyond their private caches. */
    public long beyondPrivate() {
        return beyond;
    }

    boolean coherent() {
        return coherent;
    }

    /** One watcher per line; a second replaces the first. */
    public void watch(long line, Watcher watcher) {
        watchers.put(line, watcher);
        cores.forEach(core -> core.shared(line));
    }

    boolean watched(long line) {
        return !watchers.isEmpty() && watchers.containsKey(line);
    }

    public void unwatch(long line) {
        watchers.remove(line);
    }

    /** A line that no private cache of this core holds: who serves it. */
    Source fetch(int core, long line, boolean write) {
        Cache shared = l3[topology.clusterOf(core)];
        if (!coherent) {
            return fromShared(shared, line);
        }
        beyond++;
        State state = directory.computeIfAbsent(line, _ -> new State());
        long others = state.holders & ~(1L << core);
        if (write) {
            dropFromOtherClusters(core, line);
        } else {
            for (long rest = others; rest != 0; rest &= rest - 1) {
                cores.get(Long.numberOfTrailingZeros(rest)).shared(line);
            }
        }
        Source source;
        if (others != 0 && (state.dirty || write)) {
            source = distance(core, others);
            if (write) {
                evictFrom(others, line);
            }
            state.dirty = write;
            if (!shared.hit(line)) {
                shared.fill(line);
            }
        } else {
            source = fromShared(shared, line);
            state.dirty = write;
        }
        state.holders = write ? 1L << core : state.holders | 1L << core;
        return source;
    }

    /** A store to a line that this core holds: whether others had to give it up. */
    Source upgrade(int core, long line) {
        State state = directory.computeIfAbsent(line, _ -> new State());
        long others = state.holders & ~(1L << core);
        if (others != 0 || !state.dirty) {
            dropFromOtherClusters(core, line);
        }
        state.holders = 1L << core;
        state.dirty = true;
        if (others == 0) {
            return Source.PRIVATE;
        }
        beyond++;
        Source source = distance(core, others);
        evictFrom(others, line);
        return source;
    }

    /** A store that was just made leaves its core's store buffer at this time. */
    void visibleFrom(long line, long mc) {
        directory.get(line).visibleMc = mc;
    }

    /** When the last store to a line leaves the storing core, in millicycles. */
    long visibleMc(long line) {
        State state = directory.get(line);
        return state == null ? 0 : state.visibleMc;
    }

    /** A core's private caches lost a line. */
    void dropped(int core, long line) {
        State state = directory.get(line);
        if (state != null) {
            state.holders &= ~(1L << core);
            if (state.holders == 0) {
                directory.remove(line);
            }
        }
    }

    void written(long line, long clockMc) {
        if (!watchers.isEmpty()) {
            Watcher watcher = watchers.get(line);
            if (watcher != null) {
                watcher.written(line, clockMc);
            }
        }
    }

    /** Cores that hold a line in a private cache, a bit each; for tests. */
    long holders(long line) {
        State state = directory.get(line);
        return state == null ? 0 : state.holders;
    }

    /** Whether the holder of a line has written it; for tests. */
    boolean dirty(long line) {
        State state = directory.get(line);
        return state != null && state.dirty;
    }

    /** Whether a cluster's L3 has a line; for tests. */
    boolean sharedHolds(int cluster, long line) {
        return l3[cluster].contains(line);
    }

    /** What another cluster's L3 has of a line is stale as soon as a core writes it. */
    private void dropFromOtherClusters(int core, long line) {
        int own = topology.clusterOf(core);
        for (int cluster = 0; cluster < l3.length; cluster++) {
            if (cluster != own) {
                l3[cluster].invalidate(line);
            }
        }
    }

    private static Source fromShared(Cache shared, long line) {
        if (shared.hit(line)) {
            return Source.L3;
        }
        shared.fill(line);
        return Source.MEMORY;
    }

    private Source distance(int core, long others) {
        Source farthest = Source.CLUSTER;
        for (long rest = others; rest != 0; rest &= rest - 1) {
            Source source = topology.distance(core, Long.numberOfTrailingZeros(rest));
            if (source.compareTo(farthest) > 0) {
                farthest = source;
            }
        }
        return farthest;
    }

    private void evictFrom(long holders, long line) {
        for (long rest = holders; rest != 0; rest &= rest - 1) {
            cores.get(Long.numberOfTrailingZeros(rest)).lose(line);
        }
    }

    /** Who serves a line, nearest first. */
    enum Source {
        PRIVATE,
        L3,
        MEMORY,
        CLUSTER,
        OTHER_CLUSTER,
        OTHER_NODE
    }
}
