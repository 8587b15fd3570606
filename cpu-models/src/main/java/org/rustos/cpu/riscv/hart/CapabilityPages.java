package org.rustos.cpu.riscv.hart;

/**
 * What the five highest bits of a page table entry say about capabilities in the page (UCAM-CL-TR-
 * 987, section 6.6): CW and CR allow tags to be written and read, CD notes that one was written,
 * CRM and CRG make loads of tags fault, always or until a generation is current.
 */
final class CapabilityPages {
    static final long WRITE = 1L << 63;
    static final long READ = 1L << 62;
    static final long DIRTY = 1L << 61;
    static final long READ_MODIFIER = 1L << 60;
    static final long READ_GENERATION = 1L << 59;
    static final long ALL = WRITE | READ | DIRTY | READ_MODIFIER | READ_GENERATION;

    /** What happens to the tag of a capability that is loaded: it stays, falls, or faults. */
    static final int KEEPS = 0;

    static final int STRIPS = 1;
    static final int FAULTS = 2;

    private CapabilityPages() {}

    /** Whether the bits are a combination that means something. */
    static boolean valid(long entry) {
        boolean generation = (entry & READ_GENERATION) != 0;
        return !generation || (entry & (READ | READ_MODIFIER)) == (READ | READ_MODIFIER);
    }

    /**
     * What a load does.
     *
     * @param generation the current one for pages of this kind
     */
    static int loads(long entry, boolean generation) {
        boolean modifier = (entry & READ_MODIFIER) != 0;
        if ((entry & READ) == 0) {
            return modifier ? FAULTS : STRIPS;
        }
        boolean current = (entry & READ_GENERATION) != 0 == generation;
        return modifier && !current ? FAULTS : KEEPS;
    }
}
