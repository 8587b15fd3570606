package org.rustos.cpu.pipeline;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.ControlFlowGuard;
import org.rustos.core.hart.ControlFlowGuard.Landing;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;

/**
 * Holds the transfers of a thread with a {@link ControlFlowGuard} to it: returns go where the call
 * came from, indirect branches land where they may. Looked at between blocks, because a block ends
 * at each transfer.
 */
public final class Transfers {
    /** Where control went, or was about to go, although it must not. */
    public record Forbidden(long pc, Trap.ProtectionFault trap) {}

    private final CycleLedger ledger;
    private final boolean timed;
    // Null: returns and indirect branches go anywhere.
    private ControlFlowGuard guard;
    private Forbidden forbidden;

    /**
     * Checks nothing until it is given a guard.
     *
     * @param timed whether the shadow stack's work is counted
     */
    Transfers(CycleLedger ledger, boolean timed) {
        this.ledger = ledger;
        this.timed = timed;
    }

    /** Has control flow checked while the thread of a guard runs; null for no checks. */
    public void guard(ControlFlowGuard next) {
        guard = next;
    }

    /** What the guard refused since this was last asked, or null. */
    public Forbidden takeForbidden() {
        Forbidden taken = forbidden;
        forbidden = null;
        return taken;
    }

    /** A block that ends in a transfer has run: whether control may go on at an address. */
    boolean mayGo(TimingBlock block, long next) {
        return guard == null || go(block, next);
    }

    private boolean go(TimingBlock block, long next) {
        return switch (block.control) {
            case CALL -> called(block, next);
            case INDIRECT_CALL -> {
                guard.awaits(Landing.CALL);
                yield called(block, next);
            }
            case INDIRECT_JUMP -> {
                guard.awaits(block.jumpsAsCall ? Landing.ANY : Landing.JUMP);
                yield true;
            }
            case RETURN -> returned(block, next);
            case NONE, CONDITIONAL, JUMP, TRAP -> true;
        };
    }

    private boolean called(TimingBlock block, long next) {
        if (!guard.comparesReturns()) {
            return true;
        }
        if (timed) {
            ledger.count(Event.SHADOW_STACK_PUSH);
        }
        return guard.called(block.end) || forbid(block.last, next, ProtectionCause.SHADOW_STACK);
    }

    private boolean returned(TimingBlock block, long next) {
        if (!guard.comparesReturns()) {
            return true;
        }
        if (timed) {
            ledger.count(Event.SHADOW_STACK_COMPARE);
        }
        return guard.returned(next) || forbid(block.last, next, ProtectionCause.SHADOW_STACK);
    }

    /** Whether control may come to a block from where it was last. */
    boolean mayLand(TimingBlock block) {
        return guard == null || land(block);
    }

    private boolean land(TimingBlock block) {
        boolean lands =
                switch (guard.due()) {
                    case NONE -> true;
                    case CALL -> block.landsCalls;
                    case JUMP -> block.landsJumps;
                    case ANY -> block.landsCalls || block.landsJumps;
                };
        guard.awaits(Landing.NONE);
        return lands || forbid(block.start, block.start, ProtectionCause.BRANCH_TARGET);
    }

    private boolean forbid(long pc, long target, ProtectionCause cause) {
        forbidden = new Forbidden(pc, new Trap.ProtectionFault(target, Access.EXECUTE, cause, 0));
        return false;
    }
}
