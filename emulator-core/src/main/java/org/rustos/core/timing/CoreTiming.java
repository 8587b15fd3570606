package org.rustos.core.timing;

import org.rustos.core.snapshot.Snapshotted;

/**
 * The private caches, TLBs and predictors of one core. User code and kernel paths both run through
 * it, so that each pollutes what the other needs.
 *
 * <p>It only counts events into the core's {@link CycleLedger}. Addresses are canonical physical
 * ones; a translation tag names the page's translation.
 */
public final class CoreTiming implements Snapshotted {
    /** Finds the page-table entry that a walk for this translation reads last, or 0. */
    public interface WalkTarget {
        long leafEntry(long translationTag);
    }

    /**
     * Shapes of all private structures.
     *
     * @param decoded the cache of decoded instructions, in bytes of code that it holds; null if the
     *     CPU has none. User code has it in its block's static schedule.
     * @param inOrder whether no miss is hidden behind another: every load pays in full unless a
     *     stream has fetched its line ahead
     */
    public record Geometry(
            Cache.Geometry l1i,
            Cache.Geometry l1d,
            Cache.Geometry l2,
            Tlb.Geometry itlb,
            Tlb.Geometry dtlb,
            BranchPredictor.Geometry predictor,
            Cache.Geometry decoded,
            boolean inOrder) {
        /** Out of order, without a cache of decoded instructions. */
        public Geometry(
                Cache.Geometry l1i,
                Cache.Geometry l1d,
                Cache.Geometry l2,
                Tlb.Geometry itlb,
                Tlb.Geometry dtlb,
                BranchPredictor.Geometry predictor) {
            this(l1i, l1d, l2, itlb, dtlb, predictor, null, false);
        }
    }

    /** Kernel text and data are mapped by 2 MiB pages; their tags have this bit. */
    private static final long KERNEL_TAG = 1L << 62;

    /** Tags of large pages have this bit, see {@code AliasSpace.translationTag}. */
    private static final long LARGE_TAG = Long.MIN_VALUE;

    private static final int LARGE_PARTS_BITS = 9;
    private static final long LARGE_PARTS_MASK = (1 << LARGE_PARTS_BITS) - 1;
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_LINES_MASK = 63;

    /** How deep a load had to go: not beyond the first levels, or to L2, L3 or the memory. */
    public static final int NEAR = 0;

    public static final int SECOND = 1;
    public static final int THIRD = 2;
    public static final int FAR = 3;

    private static final int LARGE_LINE_SHIFT = 21 - Cache.LINE_SHIFT;

    private final int core;
    private final CycleLedger ledger;
    private final MemorySystem memory;
    private final WalkTarget walk;
    private final Cache decoded;
    private final Cache l1i;
    private final Cache l1d;
    private final Cache l2;
    private final Tlb itlb;
    private final Tlb dtlb;
    private final BranchPredictor predictor;
    private final StreamPrefetcher prefetcher = new StreamPrefetcher();
    private final boolean fractured;
    private final boolean inOrder;
    private final int dataSteps;
    private final int instructionSteps;
    private transient long lastFetchTag = -1;
    private long fetchVersion;
    private FirstLevels observer;
    private transient PathObserver paths;
    private boolean locked;

    public CoreTiming(Geometry geometry, CycleLedger ledger, MemorySystem memory, WalkTarget walk) {
        this.ledger = ledger;
        this.memory = memory;
        this.walk = walk;
        this.decoded = geometry.decoded() == null ? null : new Cache(geometry.decoded());
        this.l1i = new Cache(geometry.l1i());
        this.l1d = new Cache(geometry.l1d());
        this.l2 = new Cache(geometry.l2());
        this.itlb = new Tlb(geometry.itlb());
        this.dtlb = new Tlb(geometry.dtlb());
        this.predictor = new BranchPredictor(geometry.predictor());
        this.fractured = geometry.dtlb().fractured();
        this.inOrder = geometry.inOrder();
        this.dataSteps = geometry.dtlb().smallPageSteps();
        this.instructionSteps = geometry.itlb().smallPageSteps();
        this.core = memory.attach(this);
    }

    public CycleLedger ledger() {
        return ledger;
    }

    public BranchPredictor predictor() {
        return predictor;
    }

    /** Who is told what the first data levels lose; one at most. */
    public void observe(FirstLevels told) {
        observer = told;
    }

    /** Who is told of kernel paths, beside those who are already. */
    public void observe(PathObserver told) {
        paths = paths == null ? told : paths.and(told);
    }

    /** The last fetch is only a shortcut. */
    @Override
    public void restored() {
        lastFetchTag = -1;
    }

    /**
     * Rises whenever the first levels of the instruction side lose something: what was fetched
     * without a miss before need not be fetched again until it has risen.
     */
    public long fetchVersion() {
        return fetchVersion;
    }

    /** Whether nobody waits for a write to this line. */
    public boolean unwatched(long line) {
        return !memory.watched(line);
    }

    /** Fetches the lines of a timing block; it must not cross a page. */
    public void fetch(long pa, int bytes, long translationTag) {
        if (translationTag != lastFetchTag) {
            lastFetchTag = translationTag;
            if (!itlb.quick(translationTag)) {
                instructionTranslation(translationTag);
            }
        }
        long last = (pa + bytes - 1) >>> Cache.LINE_SHIFT;
        for (long line = pa >>> Cache.LINE_SHIFT; line <= last; line++) {
            decode(line);
            if (fetchLine(line) && (line + 1 & PAGE_LINES_MASK) != 0) {
                prefetchLine(line + 1);
            }
        }
    }

    /** The line behind a missing one comes with it. */
    private void prefetchLine(long line) {
        if (!l1i.hit(line)) {
            fillL1i(line);
            if (!l2.hit(line)) {
                memory.fetch(core, line, false);
                fillL2(line);
            }
        }
    }

    private void fillL1i(long line) {
        if (l1i.fill(line) != Cache.NONE) {
            fetchVersion++;
        }
    }

    private void fillL1d(long line) {
        long victim = l1d.fill(line);
        if (observer != null && victim != Cache.NONE) {
            observer.dataLineLost(victim);
        }
    }

    private void dropFirst(long line) {
        if (l1i.invalidate(line)) {
            fetchVersion++;
        }
        if (l1d.invalidate(line) && observer != null) {
            observer.dataLineLost(line);
        }
    }

    /** True if the first level did not have it. */
    private boolean fetchLine(long line) {
        if (!l1i.hit(line)) {
            fillL1i(line);
            if (l2.hit(line)) {
                ledger.count(Event.FETCH_L2);
            } else {
                MemorySystem.Source source = memory.fetch(core, line, false);
                fillL2(line);
                ledger.count(
                        source == MemorySystem.Source.MEMORY ? Event.FETCH_MEMORY : Event.FETCH_L3);
            }
            return true;
        }
        return false;
    }

    /** A load of {@code size} bytes at a physical address. */
    public void load(long pa, int size, long translationTag) {
        load(pa, size, translationTag, NEAR);
    }

    /** A load known to overlap an earlier miss: it hides most of its latency. */
    public void loadOverlapped(long pa, int size, long translationTag) {
        load(pa, size, translationTag, FAR);
    }

    /**
     * A load.
     *
     * @param covered how deep a miss is that this load does not wait for and that is still going
     *     on: what is not deeper is hidden behind it
     * @return how deep this load went: {@link #NEAR}, {@link #SECOND}, {@link #THIRD}, {@link #FAR}
     */
    public int load(long pa, int size, long translationTag, int covered) {
        int depth = translate(pa, translationTag, covered);
        long line = pa >>> Cache.LINE_SHIFT;
        if (!l1d.hit(line)) {
            depth = Math.max(depth, loadMiss(line, covered));
        }
        long last = (pa + size - 1) >>> Cache.LINE_SHIFT;
        if (last != line && !l1d.hit(last)) {
            depth = Math.max(depth, loadMiss(last, FAR));
        }
        return depth;
    }

    private int translate(long pa, long translationTag, int covered) {
        long tag = translationTag;
        if (tag < 0 && fractured) {
            tag = part(tag, pa >>> PAGE_SHIFT);
        }
        return dtlb.quick(tag) ? NEAR : dataTranslation(tag, translationTag, covered);
    }

    /** The tag of one 4 KiB part of a large page. */
    private static long part(long largeTag, long number) {
        return largeTag << LARGE_PARTS_BITS | number & LARGE_PARTS_MASK | LARGE_TAG;
    }

    /**
     * Whether the accesses that follow belong to code with a locked instruction: its load takes the
     * line for itself, and it waits until others have given the line up. What the same code stored
     * before it waits as well, because a locked instruction empties the store buffer.
     */
    public void locked(boolean on) {
        locked = on;
    }

    /** A store of {@code size} bytes at a physical address. */
    public void store(long pa, int size, long translationTag) {
        translate(pa, translationTag, FAR);
        long last = (pa + size - 1) >>> Cache.LINE_SHIFT;
        for (long line = pa >>> Cache.LINE_SHIFT; line <= last; line++) {
            storeLine(line);
        }
    }

    private void storeLine(long line) {
        if (!l1d.hit(line)) {
            storeMiss(line);
        } else if (memory.coherent()) {
            ownHeldLine(line);
        }
        memory.written(line, ledger.clockMc());
    }

    private void ownHeldLine(long line) {
        buffered(line, memory.upgrade(core, line));
    }

    /** A store to a line that others hold does not stall: the others wait until it is visible. */
    private void buffered(long line, MemorySystem.Source holder) {
        if (locked && holder.compareTo(MemorySystem.Source.CLUSTER) >= 0) {
            fromHolder(line, holder, false);
            return;
        }
        Event latency =
                switch (holder) {
                    case CLUSTER -> Event.STORE_VISIBLE_CLUSTER;
                    case OTHER_CLUSTER -> Event.STORE_VISIBLE_OTHER_CLUSTER;
                    case OTHER_NODE -> Event.STORE_VISIBLE_OTHER_NODE;
                    default -> null;
                };
        if (latency != null) {
            ledger.count(Event.STORE_UPGRADE);
            memory.visibleFrom(line, ledger.clockMc() + ledger.costMc(latency));
        }
    }

    private int loadMiss(long line, int behind) {
        int covered = inOrder ? NEAR : behind;
        boolean expected = prefetcher.expected(line);
        int depth;
        if (l2.hit(line)) {
            depth = SECOND;
            ledger.count(expected || covered >= SECOND ? Event.LOAD_L2_OVERLAPPED : Event.LOAD_L2);
        } else {
            MemorySystem.Source source = memory.fetch(core, line, locked);
            fillL2(line);
            depth = source == MemorySystem.Source.MEMORY ? FAR : THIRD;
            boolean overlapped = expected || covered >= depth;
            switch (source) {
                case MEMORY ->
                        ledger.count(overlapped ? Event.LOAD_MEMORY_OVERLAPPED : Event.LOAD_MEMORY);
                case L3, PRIVATE ->
                        ledger.count(overlapped ? Event.LOAD_L3_OVERLAPPED : Event.LOAD_L3);
                default -> fromHolder(line, source, overlapped);
            }
        }
        fillL1d(line);
        return expected ? NEAR : depth;
    }

    private void fromHolder(long line, MemorySystem.Source holder, boolean overlapped) {
        long wait = memory.visibleMc(line) - ledger.clockMc();
        if (wait > 0) {
            ledger.scheduled(Category.COHERENCE, wait);
        }
        ledger.count(
                switch (holder) {
                    case CLUSTER ->
                            overlapped
                                    ? Event.LINE_FROM_CLUSTER_OVERLAPPED
                                    : Event.LINE_FROM_CLUSTER;
                    case OTHER_CLUSTER ->
                            overlapped
                                    ? Event.LINE_FROM_OTHER_CLUSTER_OVERLAPPED
                                    : Event.LINE_FROM_OTHER_CLUSTER;
                    default ->
                            overlapped
                                    ? Event.LINE_FROM_OTHER_NODE_OVERLAPPED
                                    : Event.LINE_FROM_OTHER_NODE;
                });
    }

    private void storeMiss(long line) {
        if (l2.hit(line)) {
            ledger.count(Event.STORE_L2);
            if (memory.coherent()) {
                ownHeldLine(line);
            }
        } else {
            MemorySystem.Source source = memory.fetch(core, line, true);
            fillL2(line);
            switch (source) {
                case MEMORY -> ledger.count(Event.STORE_MEMORY);
                case L3, PRIVATE -> ledger.count(Event.STORE_L3);
                default -> buffered(line, source);
            }
        }
        fillL1d(line);
    }

    /** L2 includes L1: what it pushes out leaves both. */
    private void fillL2(long line) {
        long victim = l2.fill(line);
        if (victim != Cache.NONE) {
            dropFirst(victim);
            if (memory.coherent()) {
                memory.dropped(core, victim);
            }
        }
    }

    /** Whether a private cache has a line; for tests. */
    boolean holds(long line) {
        return l2.contains(line);
    }

    /** Another core takes a line away. */
    void lose(long line) {
        dropFirst(line);
        l2.invalidate(line);
    }

    /** Another core reads a line that this one holds, or somebody waits for it. */
    void shared(long line) {
        if (observer != null) {
            observer.dataLineShared(line);
        }
    }

    private int dataTranslation(long tag, long pageTag, int covered) {
        switch (dtlb.lookup(tag)) {
            case FIRST -> {
                return NEAR;
            }
            case SECOND -> {
                translationReplaced(dtlb.filled());
                ledger.count(covered >= SECOND ? Event.DTLB_L2_OVERLAPPED : Event.DTLB_L2);
                return SECOND;
            }
            default -> {
                translationReplaced(dtlb.filled());
                ledger.count(
                        covered >= THIRD ? Event.DTLB_WALK_OVERLAPPED : Event.DTLB_WALK,
                        walkSteps(pageTag, dataSteps));
                walkEntry(pageTag, covered);
                return THIRD;
            }
        }
    }

    private void translationReplaced(int entry) {
        if (observer != null) {
            observer.dataTranslationReplaced(entry);
        }
    }

    private void instructionTranslation(long tag) {
        switch (itlb.lookup(tag)) {
            case FIRST -> {}
            case SECOND -> {
                fetchVersion++;
                ledger.count(Event.ITLB_L2);
            }
            case WALK -> {
                fetchVersion++;
                ledger.count(Event.ITLB_WALK, walkSteps(tag, instructionSteps));
                walkEntry(tag, NEAR);
            }
        }
    }

    private static int walkSteps(long tag, int smallPageSteps) {
        return tag < 0 || (tag & KERNEL_TAG) != 0 ? 1 : smallPageSteps;
    }

    /** The walker reads the leaf entry through the data caches. */
    private void walkEntry(long tag, int covered) {
        long entry = (tag & KERNEL_TAG) == 0 || tag < 0 ? walk.leafEntry(tag) : 0;
        if (entry != 0) {
            long line = entry >>> Cache.LINE_SHIFT;
            if (!l1d.hit(line)) {
                loadMiss(line, covered);
            }
        }
    }

    /** One stretch of kernel work: code, private data, branches, events, instructions. */
    public void run(KernelPath path) {
        if (paths == null) {
            walk(path);
        } else {
            paths.began(path);
            walk(path);
            paths.ended(path);
        }
    }

    private void walk(KernelPath path) {
        for (int i = 0; i < path.codeLines(); i++) {
            kernelFetch(path.codeLine() + i);
        }
        for (int i = 0; i < path.dataLines(); i++) {
            kernelLoad(path.dataLine() + i);
        }
        for (int i = 0; i < path.branches(); i++) {
            long pc = (path.codeLine() << Cache.LINE_SHIFT) + i * 24L;
            if (!predictor.conditional(pc, (i & 1) == 0)) {
                ledger.count(Event.MISPREDICT_KERNEL);
            }
        }
        var events = path.events();
        for (int i = 0; i < events.size(); i++) {
            KernelPath.EventCount e = events.get(i);
            ledger.count(e.event(), e.times());
        }
        ledger.kernelInstructions(path.category(), path.instructions());
        ledger.ran(path);
        if (path.fixedMc() != 0) {
            ledger.scheduled(path.category(), path.fixedMc());
        }
    }

    private void kernelFetch(long line) {
        long tag = KERNEL_TAG | line >>> LARGE_LINE_SHIFT;
        if (tag != lastFetchTag) {
            lastFetchTag = tag;
            if (!itlb.quick(tag)) {
                instructionTranslation(tag);
            }
        }
        decode(line);
        fetchLine(line);
    }

    /** A line that is not among the decoded ones goes through the decoders again. */
    private void decode(long line) {
        if (decoded != null && !decoded.hit(line)) {
            decoded.fill(line);
            ledger.count(Event.DECODE);
        }
    }

    /** The kernel reads a line (a kernel object, a frame by its physical address). */
    public void kernelLoad(long line) {
        long tag = KERNEL_TAG | line >>> LARGE_LINE_SHIFT;
        if (!dtlb.quick(tag)) {
            dataTranslation(tag, tag, NEAR);
        }
        if (!l1d.hit(line)) {
            loadMiss(line, FAR);
        }
    }

    /** The kernel writes a line. */
    public void kernelStore(long line) {
        long tag = KERNEL_TAG | line >>> LARGE_LINE_SHIFT;
        if (!dtlb.quick(tag)) {
            dataTranslation(tag, tag, NEAR);
        }
        storeLine(line);
    }

    /**
     * The kernel copies by a repeated string move; the lines of both sides run through the caches.
     *
     * @param from physical address, or -1 when there is no memory source (zeroing)
     * @param to physical address, or -1 when the bytes are only read
     */
    public void copy(long from, long to, long bytes) {
        if (bytes <= 0) {
            return;
        }
        ledger.count(Event.REP_START);
        ledger.count(Event.REP_32_BYTES, (bytes + 31) >>> 5);
        if (from >= 0) {
            long last = (from + bytes - 1) >>> Cache.LINE_SHIFT;
            for (long line = from >>> Cache.LINE_SHIFT; line <= last; line++) {
                kernelLoad(line);
            }
        }
        if (to >= 0) {
            long last = (to + bytes - 1) >>> Cache.LINE_SHIFT;
            for (long line = to >>> Cache.LINE_SHIFT; line <= last; line++) {
                kernelStore(line);
            }
        }
    }

    /** Drops one translation; the caller counts the event. */
    public void invalidateTranslation(long translationTag) {
        itlb.invalidate(translationTag);
        fetchVersion++;
        dropDataTranslation(translationTag);
        if (translationTag < 0 && fractured) {
            for (long i = 0; i <= LARGE_PARTS_MASK; i++) {
                dropDataTranslation(part(translationTag, i));
            }
        }
        lastFetchTag = -1;
    }

    private void dropDataTranslation(long tag) {
        int entry = dtlb.invalidate(tag);
        if (entry >= 0) {
            translationReplaced(entry);
        }
    }

    /** Drops all translations; the caller counts the event. */
    public void flushTranslations() {
        itlb.flush();
        dtlb.flush();
        fetchVersion++;
        if (observer != null) {
            observer.dataTranslationsLost();
        }
        lastFetchTag = -1;
    }
}
