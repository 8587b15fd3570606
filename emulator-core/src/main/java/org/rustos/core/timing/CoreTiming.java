package org.rustos.core.timing;

/**
 * The private caches, TLBs and predictors of one core. User code and kernel paths both run through
 * it, so that each pollutes what the other needs.
 *
 * <p>It only counts events into the core's {@link CycleLedger}. Addresses are canonical physical
 * ones; a translation tag names the page's translation.
 */
public final class CoreTiming {
    /** Finds the page-table entry that a walk for this translation reads last, or 0. */
    public interface WalkTarget {
        long leafEntry(long translationTag);
    }

    /** Shapes of all private structures. */
    public record Geometry(
            Cache.Geometry l1i,
            Cache.Geometry l1d,
            Cache.Geometry l2,
            Tlb.Geometry itlb,
            Tlb.Geometry dtlb,
            BranchPredictor.Geometry predictor) {}

    /** Kernel text and data are mapped by 2 MiB pages; their tags have this bit. */
    private static final long KERNEL_TAG = 1L << 62;

    private static final int LARGE_LINE_SHIFT = 21 - Cache.LINE_SHIFT;

    private final int core;
    private final CycleLedger ledger;
    private final MemorySystem memory;
    private final WalkTarget walk;
    private final Cache l1i;
    private final Cache l1d;
    private final Cache l2;
    private final Tlb itlb;
    private final Tlb dtlb;
    private final BranchPredictor predictor;
    private long lastFetchTag = -1;

    public CoreTiming(Geometry geometry, CycleLedger ledger, MemorySystem memory, WalkTarget walk) {
        this.ledger = ledger;
        this.memory = memory;
        this.walk = walk;
        this.l1i = new Cache(geometry.l1i());
        this.l1d = new Cache(geometry.l1d());
        this.l2 = new Cache(geometry.l2());
        this.itlb = new Tlb(geometry.itlb());
        this.dtlb = new Tlb(geometry.dtlb());
        this.predictor = new BranchPredictor(geometry.predictor());
        this.core = memory.attach(this);
    }

    public CycleLedger ledger() {
        return ledger;
    }

    public BranchPredictor predictor() {
        return predictor;
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
            fetchLine(line);
        }
    }

    private void fetchLine(long line) {
        if (!l1i.hit(line)) {
            l1i.fill(line);
            if (l2.hit(line)) {
                ledger.count(Event.FETCH_L2);
            } else {
                MemorySystem.Source source = memory.fetch(core, line, false);
                fillL2(line);
                ledger.count(
                        source == MemorySystem.Source.MEMORY ? Event.FETCH_MEMORY : Event.FETCH_L3);
            }
        }
    }

    /** A load of {@code size} bytes at a physical address. */
    public void load(long pa, int size, long translationTag) {
        if (!dtlb.quick(translationTag)) {
            dataTranslation(translationTag);
        }
        long line = pa >>> Cache.LINE_SHIFT;
        if (!l1d.hit(line)) {
            loadMiss(line, false);
        }
        long last = (pa + size - 1) >>> Cache.LINE_SHIFT;
        if (last != line && !l1d.hit(last)) {
            loadMiss(last, true);
        }
    }

    /** A load known to overlap an earlier miss: it hides most of its latency. */
    public void loadOverlapped(long pa, int size, long translationTag) {
        if (!dtlb.quick(translationTag)) {
            dataTranslation(translationTag);
        }
        long last = (pa + size - 1) >>> Cache.LINE_SHIFT;
        for (long line = pa >>> Cache.LINE_SHIFT; line <= last; line++) {
            if (!l1d.hit(line)) {
                loadMiss(line, true);
            }
        }
    }

    /** A store of {@code size} bytes at a physical address. */
    public void store(long pa, int size, long translationTag) {
        if (!dtlb.quick(translationTag)) {
            dataTranslation(translationTag);
        }
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

    private void loadMiss(long line, boolean overlapped) {
        if (l2.hit(line)) {
            ledger.count(overlapped ? Event.LOAD_L2_OVERLAPPED : Event.LOAD_L2);
        } else {
            MemorySystem.Source source = memory.fetch(core, line, false);
            fillL2(line);
            switch (source) {
                case MEMORY ->
                        ledger.count(overlapped ? Event.LOAD_MEMORY_OVERLAPPED : Event.LOAD_MEMORY);
                case L3, PRIVATE ->
                        ledger.count(overlapped ? Event.LOAD_L3_OVERLAPPED : Event.LOAD_L3);
                default -> fromHolder(line, source, overlapped);
            }
        }
        l1d.fill(line);
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
        l1d.fill(line);
    }

    /** L2 includes L1: what it pushes out leaves both. */
    private void fillL2(long line) {
        long victim = l2.fill(line);
        if (victim != Cache.NONE) {
            l1d.invalidate(victim);
            l1i.invalidate(victim);
            if (memory.coherent()) {
                memory.dropped(core, victim);
            }
        }
    }

    /** Another core takes a line away. */
    void lose(long line) {
        l1d.invalidate(line);
        l1i.invalidate(line);
        l2.invalidate(line);
    }

    private void dataTranslation(long tag) {
        switch (dtlb.lookup(tag)) {
            case FIRST -> {}
            case SECOND -> ledger.count(Event.DTLB_L2);
            case WALK -> {
                ledger.count(Event.DTLB_WALK);
                walkEntry(tag);
            }
        }
    }

    private void instructionTranslation(long tag) {
        switch (itlb.lookup(tag)) {
            case FIRST -> {}
            case SECOND -> ledger.count(Event.ITLB_L2);
            case WALK -> {
                ledger.count(Event.ITLB_WALK);
                walkEntry(tag);
            }
        }
    }

    /** The walker reads the leaf entry through the data caches. */
    private void walkEntry(long tag) {
        long entry = (tag & KERNEL_TAG) == 0 ? walk.leafEntry(tag) : 0;
        if (entry != 0) {
            long line = entry >>> Cache.LINE_SHIFT;
            if (!l1d.hit(line)) {
                loadMiss(line, false);
            }
        }
    }

    /** One stretch of kernel work: code, private data, branches, events, instructions. */
    public void run(KernelPath path) {
        for (int i = 0; i < path.codeLines(); i++) {
            kernelFetch(path.codeLine() + i);
        }
        for (int i = 0; i < path.dataLines(); i++) {
            kernelLoad(path.dataLine() + i);
        }
        for (int i = 0; i < path.branches(); i++) {
            long pc = (path.codeLine() << Cache.LINE_SHIFT) + i * 24L;
            if (!predictor.conditional(pc, (i & 1) == 0)) {
                ledger.count(Event.MISPREDICT);
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
        fetchLine(line);
    }

    /** The kernel reads a line (a kernel object, a frame by its physical address). */
    public void kernelLoad(long line) {
        long tag = KERNEL_TAG | line >>> LARGE_LINE_SHIFT;
        if (!dtlb.quick(tag)) {
            dataTranslation(tag);
        }
        if (!l1d.hit(line)) {
            loadMiss(line, true);
        }
    }

    /** The kernel writes a line. */
    public void kernelStore(long line) {
        long tag = KERNEL_TAG | line >>> LARGE_LINE_SHIFT;
        if (!dtlb.quick(tag)) {
            dataTranslation(tag);
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
        dtlb.invalidate(translationTag);
        lastFetchTag = -1;
    }

    /** Drops all translations; the caller counts the event. */
    public void flushTranslations() {
        itlb.flush();
        dtlb.flush();
        lastFetchTag = -1;
    }
}
