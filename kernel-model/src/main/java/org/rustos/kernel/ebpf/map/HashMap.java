package org.rustos.kernel.ebpf.map;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.run.Region;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values by key. All slots are there from the beginning, as in Linux, so that a pointer to a
 * removed value still points to a value of this map. With LRU, a new key takes the slot of the one
 * that was used longest ago; Linux only approximates that.
 */
final class HashMap extends BpfMap {
    private final Region values;
    private final Map<ByteBuffer, Integer> slots;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final boolean evicts;

    HashMap(MapSpec spec, boolean evicts) {
        super(spec);
        this.evicts = evicts;
        int stride = stride(spec);
        int entries = Math.toIntExact(spec.maxEntries());
        this.values =
                new Region(
                        new byte[Math.multiplyExact(entries, stride)],
                        stride,
                        spec.valueSize(),
                        true);
        this.slots = new LinkedHashMap<>(16, 0.75f, evicts);
        for (int slot = 0; slot < entries; slot++) {
            free.add(slot);
        }
    }

    @Override
    public Region values() {
        return values;
    }

    @Override
    public long lookup(byte[] key, int processor) {
        Integer slot = slots.get(ByteBuffer.wrap(key));
        return slot == null ? -1 : (long) slot * stride(spec());
    }

    @Override
    public long update(byte[] key, byte[] value, long flags, int processor) {
        if (flags < ANY || flags > EXIST) {
            return EINVAL;
        }
        ByteBuffer name = ByteBuffer.wrap(key.clone());
        Integer slot = slots.get(name);
        if (slot == null) {
            if (flags == EXIST) {
                return ENOENT;
            }
            slot = free.poll();
            if (slot == null && evicts) {
                slot = evict();
            }
            if (slot == null) {
                return E2BIG;
            }
            slots.put(name, slot);
        } else if (flags == NO_EXIST) {
            return EEXIST;
        }
        System.arraycopy(value, 0, values.bytes(), slot * stride(spec()), value.length);
        return 0;
    }

    @Override
    public long delete(byte[] key) {
        Integer slot = slots.remove(ByteBuffer.wrap(key));
        if (slot == null) {
            return ENOENT;
        }
        int from = slot * stride(spec());
        Arrays.fill(values.bytes(), from, from + spec().valueSize(), (byte) 0);
        free.addLast(slot);
        return 0;
    }

    private Integer evict() {
        Iterator<Map.Entry<ByteBuffer, Integer>> oldest = slots.entrySet().iterator();
        Integer slot = oldest.next().getValue();
        oldest.remove();
        return slot;
    }
}
