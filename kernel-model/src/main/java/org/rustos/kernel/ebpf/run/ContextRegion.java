package org.rustos.kernel.ebpf.run;

import org.rustos.kernel.ebpf.ContextLayout;
import org.rustos.kernel.ebpf.ContextLayout.Content;

/** A context whose pointer fields give addresses, whatever their size. */
public final class ContextRegion extends Region {
    private final ContextLayout layout;
    private final long data;
    private final long dataEnd;

    /**
     * @param data address of the packet or block
     * @param dataEnd the address behind it
     */
    public ContextRegion(ContextLayout layout, long data, long dataEnd) {
        super(new byte[layout.size()], true);
        this.layout = layout;
        this.data = data;
        this.dataEnd = dataEnd;
    }

    @Override
    public boolean allows(long offset, int size, boolean write) {
        ContextLayout.Field field = layout.at(offset, size);
        if (field == null || (write && !field.writable())) {
            return false;
        }
        return field.content() == Content.NUMBER || size == field.size();
    }

    @Override
    public long load(int offset, int size) {
        return switch (layout.at(offset, size).content()) {
            case NUMBER -> super.load(offset, size);
            case DATA -> data;
            case DATA_END -> dataEnd;
        };
    }
}
