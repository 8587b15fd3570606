package org.rustos.kernel.cap;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The capabilities of one process, by handle. A handle means something in its own space only, and
 * it names one filling of a slot: after the slot was emptied the old handle is refused for ever.
 *
 * <p>A handle is {@code generation << 16 | slot}, 32 bits, slot 1 and up, so 0 is never a handle. A
 * slot whose generations are used up is retired, never recycled.
 */
public final class CSpace {
    /** More slots than this are not addressable. */
    public static final int MAX_CAPACITY = 0xffff;

    private static final int GENERATION_SHIFT = 16;
    private static final int LAST_GENERATION = 0xffff;

    /** Two descriptors of 32 bytes share a cache line. */
    private static final int SLOTS_PER_LINE = 2;

    /** Is told what the slots hold, so that a copy that tier 1 reads stays true. */
    public interface Observer extends Serializable {
        void filled(long handle, Capability capability);

        /** The slot is empty now; by revocation, or given up by its holder (a move included). */
        void emptied(long handle, Capability capability, boolean byRevocation);
    }

    private final int process;
    private final int capacity;
    private final int lastGeneration;
    private final long firstLine;
    private CapNode[] nodes = new CapNode[8];

    /** Generation of the current filling, or of the next one while the slot is empty. */
    private int[] generations = new int[8];

    private boolean[] revoked = new boolean[8];
    private int[] free = new int[8];
    private int freeCount;

    /** Slots below it were filled at least once; slot 0 never is. */
    private int touched = 1;

    private int used;

    private Observer observer;

    /** No slot above it is filled. */
    private int highest = -1;

    /**
     * An empty space.
     *
     * @param process owner's id, for messages
     * @param capacity most capabilities at a time, 1..{@link #MAX_CAPACITY}
     * @param firstLine cache line of slot 0, for timing
     */
    public CSpace(int process, int capacity, long firstLine) {
        this(process, capacity, firstLine, LAST_GENERATION);
    }

    CSpace(int process, int capacity, long firstLine, int lastGeneration) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be 1.." + MAX_CAPACITY);
        }
        this.process = process;
        this.capacity = capacity;
        this.firstLine = firstLine;
        this.lastGeneration = lastGeneration;
    }

    public int process() {
        return process;
    }

    public int capacity() {
        return capacity;
    }

    /** Capabilities in it now. */
    public int used() {
        return used;
    }

    /** At most one; set while the space is empty. */
    public void observe(Observer next) {
        observer = next;
    }

    /** The slot that a handle speaks of: index in the table that tier 1 reads. */
    public static int slot(long handle) {
        return (int) handle & MAX_CAPACITY;
    }

    public static int generation(long handle) {
        return (int) (handle >>> GENERATION_SHIFT) & LAST_GENERATION;
    }

    /** The cache line that a lookup of this handle reads, whether or not it names anything. */
    public long line(long handle) {
        return firstLine + slot(handle) % (capacity + 1) / SLOTS_PER_LINE;
    }

    /**
     * The check at every use.
     *
     * @param kind what the caller's operation works on; null for any
     * @param needed rights that the operation needs
     * @param nowMc simulated time
     */
    public CapResult lookup(long handle, ObjectKind kind, Rights needed, long nowMc) {
        Refusal absent = absent(handle);
        if (absent != null) {
            return new CapResult.Refused(absent);
        }
        Capability capability = nodes[slot(handle)].capability;
        Refusal refusal = capability.refusal(kind, needed, nowMc);
        return refusal == null
                ? new CapResult.Granted(handle, capability)
                : new CapResult.Refused(refusal);
    }

    /** The handle of what fills a handle's slot by now, or the handle itself if nothing does. */
    public long filling(long handle) {
        int slot = slot(handle);
        return slot < touched && nodes[slot] != null ? handle(slot) : handle;
    }

    /**
     * A filled slot of some process.
     *
     * @param process the holder's id
     */
    public record Place(int process, long handle) {}

    /**
     * What the capability of a filled slot was derived from: its nearest ancestor that somebody
     * still holds, or null if there is none.
     */
    public Place origin(long handle) {
        if (absent(handle) != null) {
            return null;
        }
        CapNode node = node(handle).parent;
        while (node != null && !node.alive()) {
            node = node.parent;
        }
        return node == null ? null : new Place(node.space.process, node.space.handle(node.slot));
    }

    /** Why nothing is at this handle, or null if something is. */
    Refusal absent(long handle) {
        int slot = slot(handle);
        int generation = generation(handle);
        if (handle >>> 32 != 0 || slot == 0 || slot >= touched || generation > generations[slot]) {
            return Refusal.UNKNOWN_INDEX;
        }
        if (generation == generations[slot]) {
            return nodes[slot] == null ? Refusal.UNKNOWN_INDEX : null;
        }
        return revoked[slot] && generation == generations[slot] - 1
                ? Refusal.REVOKED
                : Refusal.STALE;
    }

    CapNode node(long handle) {
        return nodes[slot(handle)];
    }

    boolean full() {
        return freeCount == 0 && touched > capacity;
    }

    /** Fills a slot; the caller has asked {@link #full}. */
    long put(CapNode node) {
        int slot = freeCount > 0 ? free[--freeCount] : touch();
        highest = Math.max(highest, slot);
        nodes[slot] = node;
        revoked[slot] = false;
        node.space = this;
        node.slot = slot;
        used++;
        long handle = handle(slot);
        if (observer != null) {
            observer.filled(handle, node.capability);
        }
        return handle;
    }

    private long handle(int slot) {
        return (long) generations[slot] << GENERATION_SHIFT | slot;
    }

    private int touch() {
        if (touched == nodes.length) {
            int length = Math.min(capacity + 1, 2 * touched);
            nodes = Arrays.copyOf(nodes, length);
            generations = Arrays.copyOf(generations, length);
            revoked = Arrays.copyOf(revoked, length);
            free = Arrays.copyOf(free, length);
        }
        return touched++;
    }

    /** Empties the slot of a node. */
    void clear(CapNode node, boolean byRevocation) {
        int slot = node.slot;
        long handle = handle(slot);
        nodes[slot] = null;
        revoked[slot] = byRevocation;
        node.space = null;
        used--;
        if (generations[slot] < lastGeneration) {
            generations[slot]++;
            free[freeCount++] = slot;
        }
        // Else retired: no generation is left that nobody has seen, so the slot stays empty.
        if (observer != null) {
            observer.emptied(handle, node.capability, byRevocation);
        }
    }

    /** The handle of what fills a slot, 0 if nothing does; for observers. */
    public long filled(int slot) {
        return slot > 0 && slot < touched && nodes[slot] != null ? handle(slot) : 0;
    }

    /** What fills a slot, for observers. */
    public Capability held(int slot) {
        return nodes[slot].capability;
    }

    /** Shows every capability in it, by ascending slot. */
    public void forEach(BiConsumer<Long, Capability> visitor) {
        for (int slot = 1; slot < touched; slot++) {
            if (nodes[slot] != null) {
                visitor.accept(handle(slot), nodes[slot].capability);
            }
        }
    }

    /** Any capability in it, for tearing the process down; null when it is empty. */
    CapNode any() {
        while (highest >= 0 && nodes[highest] == null) {
            highest--;
        }
        return highest < 0 ? null : nodes[highest];
    }
}
