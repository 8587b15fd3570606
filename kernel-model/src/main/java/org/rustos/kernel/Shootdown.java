package org.rustos.kernel;

import org.rustos.core.machine.Board;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.kernel.process.Scheduler;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/**
 * The price of taking translations away from all cores.
 *
 * <p>The core that asks for it invalidates its own, interrupts each other core that runs the
 * address space, and waits for the last answer: the interrupt's way there, the work, the way back,
 * by the distance of the cores. A CPU whose invalidations reach all cores of themselves (feature
 * "broadcast-invalidation") sends no interrupt and waits for the farthest.
 */
final class Shootdown {
    /** Beyond so many pages Linux flushes everything (tlb_single_page_flush_ceiling). */
    private static final int SINGLE_PAGES = 33;

    private final Board board;
    private final Scheduler scheduler;
    private final boolean broadcast;

    Shootdown(Board board, Scheduler scheduler) {
        this.board = board;
        this.scheduler = scheduler;
        this.broadcast = board.profile().feature("broadcast-invalidation");
    }

    /** Takes pages of a space away; their mappings still stand. */
    void pages(Core payer, AddressSpace space, List<Mapping> pages) {
        if (pages.isEmpty()) {
            return;
        }
        invalidate(payer, pages, true);
        long answeredMc = payer.clockMc();
        for (Core core : board.cores()) {
            if (core != payer) {
                if (runs(core, space)) {
                    answeredMc = Math.max(answeredMc, answer(payer, core, pages));
                } else {
                    // Priced where the space is switched to.
                    forget(core, pages);
                }
            }
        }
        long waitMc = answeredMc - payer.clockMc();
        if (waitMc > 0) {
            payer.ledger().scheduled(Category.COHERENCE, waitMc);
        }
    }

    private boolean runs(Core core, AddressSpace space) {
        UserThread there = scheduler.running(core);
        return there != null && there.process().space() == space;
    }

    /** When the answer of another core is back at the one that asked. */
    private long answer(Core payer, Core core, List<Mapping> pages) {
        long wayMc = payer.ledger().costMc(board.topology().interruptWay(payer.id(), core.id()));
        if (broadcast) {
            invalidate(core, pages, false);
            return payer.clockMc() + 2 * wayMc;
        }
        payer.ledger().count(Event.IPI_SEND);
        long startMc = Math.max(core.clockMc(), payer.clockMc() + wayMc);
        long beforeMc = core.clockMc();
        core.ledger().count(Event.IPI_RECEIVE);
        invalidate(core, pages, true);
        return startMc + core.clockMc() - beforeMc + wayMc;
    }

    /** One by one, or all at once when they are many. */
    private void invalidate(Core core, List<Mapping> pages, boolean priced) {
        boolean single = pages.size() <= SINGLE_PAGES;
        if (priced) {
            core.ledger()
                    .count(
                            single ? Event.TLB_INVALIDATE_PAGE : Event.TLB_FLUSH,
                            single ? pages.size() : 1);
        }
        if (single) {
            forget(core, pages);
        } else {
            core.timing().flushTranslations();
        }
    }

    private void forget(Core core, List<Mapping> pages) {
        for (Mapping page : pages) {
            core.timing().invalidateTranslation(board.aliases().translationTag(page.gpa()));
        }
    }
}
