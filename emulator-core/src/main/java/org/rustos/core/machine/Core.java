package org.rustos.core.machine;

import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One core: a hart, its clock and caches, the kernel work that waits on it, and the user thread
 * that runs when there is no work.
 */
public final class Core {
    private final int id;
    private final Hart hart;
    private final CycleLedger ledger;
    private final CoreTiming timing;
    private final Budget budget = new Budget();
    private final Deque<Work> work = new ArrayDeque<>();
    private HartContext context;
    private boolean parked;

    public Core(int id, Hart hart, CoreTiming timing) {
        this.id = id;
        this.hart = hart;
        this.timing = timing;
        this.ledger = timing.ledger();
    }

    public int id() {
        return id;
    }

    public Hart hart() {
        return hart;
    }

    public CycleLedger ledger() {
        return ledger;
    }

    public CoreTiming timing() {
        return timing;
    }

    public Budget budget() {
        return budget;
    }

    /** Local time in millicycles. */
    public long clockMc() {
        return ledger.clockMc();
    }

    /** The user thread that runs when no work waits; null for none. */
    public HartContext context() {
        return context;
    }

    public void context(HartContext next) {
        context = next;
    }

    /** Adds work behind what waits; it starts at this core's clock. */
    public void submit(Work next) {
        work.addLast(next);
        parked = false;
        budget.stopSoon();
    }

    Work current() {
        return work.peekFirst();
    }

    void finished() {
        work.removeFirst();
    }

    /** True while the core has nothing to do until it is woken. */
    public boolean parked() {
        return parked;
    }

    void park() {
        parked = true;
    }

    /** Makes a parked core go on, not earlier than a time; the time between is idle. */
    public void wake(long atMc) {
        if (parked) {
            ledger.idleUntil(atMc);
            parked = false;
        }
    }

    /**
     * Makes a parked core go on at its own clock: the caller accounts the time between (polling).
     */
    public void resume() {
        parked = false;
    }
}
