package org.rustos.kernel.ebpf.map;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.run.Region;

/** A map as a program sees it: keys to values, errors as negative errno. */
public abstract class BpfMap {
    /** Update whatever there is. */
    public static final long ANY = 0;

    /** Update only if there is none. */
    public static final long NO_EXIST = 1;

    /** Update only what there is. */
    public static final long EXIST = 2;

    static final long EEXIST = -17;
    static final long ENOENT = -2;
    static final long EINVAL = -22;
    static final long E2BIG = -7;

    private final MapSpec spec;

    BpfMap(MapSpec spec) {
        this.spec = spec;
    }

    /** An empty map. */
    public static BpfMap of(MapSpec spec, int processors) {
        return switch (spec.type()) {
            case ARRAY -> new ArrayMap(spec, 1);
            case PER_CPU_ARRAY -> new ArrayMap(spec, processors);
            case HASH -> new HashMap(spec, false);
            case LRU_HASH -> new HashMap(spec, true);
            case RING_BUFFER -> new RingBuffer(spec);
            case PROGRAM_ARRAY -> new ProgramArray(spec);
        };
    }

    public final MapSpec spec() {
        return spec;
    }

    /** Where values lie, or null for maps without. */
    public Region values() {
        return null;
    }

    /** Offset of a key's value in {@link #values}, or -1. */
    public long lookup(byte[] key, int processor) {
        return -1;
    }

    /** Sets a value; 0 or a negative errno. */
    public long update(byte[] key, byte[] value, long flags, int processor) {
        return EINVAL;
    }

    /** Removes a key; 0 or a negative errno. */
    public long delete(byte[] key) {
        return EINVAL;
    }

    static int stride(MapSpec spec) {
        return (spec.valueSize() + 7) & ~7;
    }
}
