package org.rustos.channels.testing;

import org.rustos.core.memory.CapabilityMemory;

import java.util.Map;
import java.util.TreeMap;

/** Capabilities that are nothing but a type at a place. */
final class FakeCapabilities implements CapabilityMemory {
    private static final int UNSEALED = -1;

    private final Map<Long, Integer> types = new TreeMap<>();

    /** What a guest's own store of a capability does. */
    void copy(long from, long to) {
        types.put(to, types.get(from));
    }

    @Override
    public void code(long pa, long from, long to, long entry, int type) {
        types.put(pa, type);
    }

    @Override
    public void data(long pa, long from, long to, int type) {
        types.put(pa, type);
    }

    @Override
    public void sealer(long pa, int first, int last) {
        types.put(pa, UNSEALED);
    }

    @Override
    public int tags(long pa) {
        int tags = 0;
        for (int i = 0; i < LINE / SIZE; i++) {
            tags |= types.containsKey(pa + (long) i * SIZE) ? 1 << i : 0;
        }
        return tags;
    }

    @Override
    public int revoke(long pa, int type) {
        int found = 0;
        for (int i = 0; i < LINE / SIZE; i++) {
            found += types.remove(pa + (long) i * SIZE, type) ? 1 : 0;
        }
        return found;
    }
}
