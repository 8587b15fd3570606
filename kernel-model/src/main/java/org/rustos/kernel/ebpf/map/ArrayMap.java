package org.rustos.kernel.ebpf.map;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.run.Region;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values by index, all there from the beginning; per processor if there is more than one set. */
final class ArrayMap extends BpfMap {
    private final Region values;
    private final int sets;

    ArrayMap(MapSpec spec, int sets) {
        super(spec);
        this.sets = sets;
        int stride = stride(spec);
        byte[] bytes = new byte[Math.toIntExact(spec.maxEntries() * sets * stride)];
        if (spec.initial() != null) {
            System.arraycopy(spec.initial(), 0, bytes, 0, spec.initial().length);
        }
        this.values = new Region(bytes, stride, spec.valueSize(), !spec.readOnly());
    }

    @Override
    public Region values() {
        return values;
    }

    @Override
    public long lookup(byte[] key, int processor) {
        long index = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffff_ffffL;
        if (index >= spec().maxEntries()) {
            return -1;
        }
        return (index * sets + (sets == 1 ? 0 : processor)) * stride(spec());
    }

    @Override
    public long update(byte[] key, byte[] value, long flags, int processor) {
        long at = lookup(key, processor);
        if (flags < ANY || flags > EXIST || spec().readOnly()) {
            return EINVAL;
        }
        if (at < 0) {
            return E2BIG;
        }
        if (flags == NO_EXIST) {
            return EEXIST;
        }
        System.arraycopy(value, 0, values.bytes(), (int) at, value.length);
        return 0;
    }
}
