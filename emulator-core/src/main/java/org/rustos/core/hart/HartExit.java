package org.rustos.core.hart;

/** Why a hart stopped. */
public sealed interface HartExit {
    /** The clock reached the horizon; the context's pc is the start of a timing block. */
    record BudgetSpent() implements HartExit {}

    record Trapped(Trap trap) implements HartExit {}

    /** The engine itself failed; the message names the engine's error. The machine cannot go on. */
    record EngineFailed(String message) implements HartExit {}

    HartExit BUDGET_SPENT = new BudgetSpent();
}
