package org.rustos.core.memory;

/**
 * Gives every mapping a guest-physical address of its own, because engines report physical
 * addresses and a page mapped twice would confuse TLB and protection-key accounting.
 *
 * <p>Alias {@code k} of RAM starts at {@code k * stride()}, where the stride is a power of two: the
 * canonical physical address is {@code gpa & (stride - 1)}. Engines map the same RAM again for each
 * opened alias. A frame has up to {@value #ALIASES} aliases; further mappings of it share the last
 * one, which blurs only their TLB tags, never data.
 */
public final class AliasSpace {
    public static final int ALIASES = 64;

    private final long stride;
    private final long[] usedByFrame;
    private final boolean[] large;

    /** Owner of each frame in each alias; a row is made when its alias is first used. */
    private final Mapping[][] byFrame = new Mapping[ALIASES][];

    private final int frameBits;
    private final CodeFrames code;
    private int opened = 1;
    private long changes;

    public AliasSpace(PhysicalMemory memory) {
        long ramBytes = memory.size();
        this.code = memory.codeFrames();
        this.stride = Math.max(PageSize.LARGE.bytes(), Long.highestOneBit(ramBytes - 1) << 1);
        this.usedByFrame = new long[Math.toIntExact(ramBytes >> PhysicalMemory.PAGE_SHIFT)];
        this.frameBits = Long.numberOfTrailingZeros(stride) - PhysicalMemory.PAGE_SHIFT;
        this.large = new boolean[Math.toIntExact((stride * ALIASES) >> PageSize.LARGE.shift())];
    }

    /** Distance of two aliases in bytes, a power of two. */
    public long stride() {
        return stride;
    }

    /** How many aliases (0 .. opened-1) an engine must map; only grows. */
    public int opened() {
        return opened;
    }

    /** Counts mappings that came, went or changed. */
    public long changes() {
        return changes;
    }

    public long canonical(long gpa) {
        return gpa & (stride - 1);
    }

    /** The TLB tag of an access: page number, with the page size folded in. */
    public long translationTag(long gpa) {
        int region = (int) (gpa >>> 21);
        return region < large.length && large[region] ? (gpa >>> 21) | Long.MIN_VALUE : gpa >>> 12;
    }

    /** The mapping that owns a guest-physical address, or null. */
    public Mapping owner(long gpa) {
        int region = (int) (gpa >>> 21);
        long page = region < large.length && large[region] ? gpa >>> 21 << 9 : gpa >>> 12;
        return get(page);
    }

    private Mapping get(long page) {
        long alias = page >>> frameBits;
        Mapping[] row = alias < ALIASES ? byFrame[(int) alias] : null;
        int frame = (int) (page & (1L << frameBits) - 1);
        return row == null || frame >= row.length ? null : row[frame];
    }

    private void put(long page, Mapping mapping) {
        int alias = (int) (page >>> frameBits);
        if (byFrame[alias] == null) {
            byFrame[alias] = new Mapping[usedByFrame.length];
        }
        byFrame[alias][(int) (page & (1L << frameBits) - 1)] = mapping;
    }

    /** The mapping that a {@link #translationTag} names, or null. */
    public Mapping ownerOfTag(long tag) {
        return get(tag < 0 ? (tag & Long.MAX_VALUE) << 9 : tag);
    }

    long acquire(long frame, PageSize size) {
        int first = (int) (frame >> PhysicalMemory.PAGE_SHIFT);
        int pages = (int) (size.bytes() >> PhysicalMemory.PAGE_SHIFT);
        long taken = 0;
        for (int i = first; i < first + pages; i++) {
            taken |= usedByFrame[i];
        }
        int alias = Math.min(Long.numberOfTrailingZeros(~taken), ALIASES - 1);
        for (int i = first; i < first + pages; i++) {
            usedByFrame[i] |= 1L << alias;
        }
        opened = Math.max(opened, alias + 1);
        long gpa = alias * stride + frame;
        if (size == PageSize.LARGE) {
            large[(int) (gpa >>> 21)] = true;
        }
        return gpa;
    }

    void bind(Mapping mapping) {
        changes++;
        put(mapping.gpa() >>> 12, mapping);
        code.mapped(mapping, 1);
    }

    /** Another mapping takes the place of one at the same address and alias. */
    void rebind(Mapping old, Mapping changed) {
        bind(changed);
        code.mapped(old, -1);
    }

    void release(Mapping mapping) {
        changes++;
        code.mapped(mapping, -1);
        int alias = (int) (mapping.gpa() / stride);
        int first = (int) (mapping.frame() >> PhysicalMemory.PAGE_SHIFT);
        int pages = (int) (mapping.size().bytes() >> PhysicalMemory.PAGE_SHIFT);
        if (mapping.equals(get(mapping.gpa() >>> 12))) {
            put(mapping.gpa() >>> 12, null);
            for (int i = first; i < first + pages; i++) {
                usedByFrame[i] &= ~(1L << alias);
            }
            if (mapping.size() == PageSize.LARGE) {
                large[(int) (mapping.gpa() >>> 21)] = false;
            }
        }
    }
}
